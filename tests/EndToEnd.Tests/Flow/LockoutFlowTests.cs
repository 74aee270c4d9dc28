using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.Cloud;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>Section 7 of the contract, sentence by sentence: each test is a lockout that did not happen.</summary>
public abstract class LockoutFlowTests(ClusterFixture server) : FlowTest(server)
{
    private const string NodeUsername = "system:node:{{EC2PrivateDNSName}}";
    private const string Nodes = """{"RoleArn": "arn:aws:iam::111122223333:role/nodes", "Username": "system:node:{{EC2PrivateDNSName}}", "Groups": ["system:nodes"]}""";
    private const string Own = """{"RoleArn": "arn:aws:iam::111122223333:role/eks-iam-cdk", "Username": "eks-iam-cdk", "Groups": ["system:masters"]}""";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_last_entry_of_nodes_is_not_removed_while_a_node_is_Ready()
    {
        var entry = await MadeAsync("Nodes", Nodes);
        await using var node = await ReadyNodeAsync();
        var before = await MapRolesAsync();

        var refused = (await entry.DeleteAsync(Nodes)).Failed("EKSIAM032");

        Assert.Contains("arn:aws:iam::111122223333:role/nodes is the last one in aws-auth by which nodes come in", refused.Reason, StringComparison.Ordinal);
        Assert.Contains($"node {node.Name} is Ready", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("AllowLockout", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(before, await MapRolesAsync());
        (await entry.DeleteAsync(With(Nodes, "AllowLockout", "true"))).Success();
    }

    [Theory]
    [InlineData("Username", "somebody")]
    [InlineData("Groups", null)]
    public async Task The_last_entry_of_nodes_is_not_changed_while_a_node_is_Ready(string property, string? value)
    {
        var entry = await MadeAsync("Nodes", Nodes);
        await using var node = await ReadyNodeAsync();
        var before = await MapRolesAsync();
        var changed = With(Nodes, property, value is null ? new JsonArray() : value);

        (await entry.UpdateAsync(changed, Nodes)).Failed("EKSIAM032");
        Assert.Equal(before, await MapRolesAsync());
        (await entry.UpdateAsync(With(changed, "AllowLockout", true), Nodes)).Success();
        Assert.NotEqual(before, await MapRolesAsync());
    }

    [Fact]
    public async Task An_entry_of_nodes_that_is_adopted_with_less_counts_as_changed()
    {
        await GivenAwsAuthAsync($"- rolearn: arn:aws:iam::111122223333:role/nodes\n  username: {NodeUsername}\n  groups: [system:bootstrappers, system:nodes]\n");
        await using var node = await ReadyNodeAsync();
        var before = await MapRolesAsync();

        (await Entry("Nodes").CreateAsync(With(Nodes, "OnConflict", "Adopt"))).Failed("EKSIAM032");

        Assert.Equal(before, await MapRolesAsync());
    }

    [Fact]
    public async Task Without_nodes_that_are_Ready_the_last_entry_goes()
    {
        var entry = await MadeAsync("Nodes", Nodes);
        await using var node = await ReadyNodeAsync();
        await node.BecomesAsync("Unknown");

        (await entry.DeleteAsync(Nodes)).Success();

        (await AwsAuthAsync()).ExpectRefusal(404, "NotFound");
    }

    [Fact]
    public async Task One_of_two_entries_of_nodes_goes_while_nodes_are_Ready()
    {
        var entry = await MadeAsync("Nodes", Nodes);
        var other = await MadeAsync("Others", Nodes.Replace("role/nodes", "role/other-nodes", StringComparison.Ordinal));
        await using var node = await ReadyNodeAsync();

        (await entry.DeleteAsync(Nodes)).Success();
        (await other.DeleteAsync(Nodes.Replace("role/nodes", "role/other-nodes", StringComparison.Ordinal))).Failed("EKSIAM032");
    }

    [Fact]
    public async Task A_Delete_asks_again_while_the_nodes_of_its_stack_are_going()
    {
        var entry = await MadeAsync("Nodes", Nodes);
        await using var node = await ReadyNodeAsync();

        var deleting = entry.DeleteAsync(Nodes);
        await EventuallyAsync(() => Task.FromResult(Function.Log.Any(line => line.Contains("wait for the last nodes to go", StringComparison.Ordinal)) || deleting.IsCompleted));
        await node.DisposeAsync();

        (await deleting).Success();
        (await AwsAuthAsync()).ExpectRefusal(404, "NotFound");
    }

    [Theory]
    [InlineData("EKSIAM_ROLE_ARN")]
    [InlineData("sts:GetCallerIdentity")]
    [InlineData("AccessRoleArn")]
    public async Task The_entry_by_which_the_function_comes_in_is_neither_removed_nor_weakened(string known)
    {
        const string Arn = "arn:aws:iam::111122223333:role/by/path/eks-iam-cdk";
        var cluster = Cluster;
        if (known == "AccessRoleArn")
            (cluster["AccessRoleArn"], Cloud.Assumed) = (Arn, KubeApiServerFixture.FunctionCaller);
        else if (known == "sts:GetCallerIdentity")
            Cloud.CallerArn = "arn:aws:sts::111122223333:assumed-role/eks-iam-cdk/eks-iam-cdk";
        else
            await RestartAsync(environment => environment["EKSIAM_ROLE_ARN"] = Arn);
        var entry = new CustomResource(Cloud, "access", "Own", "Custom::EksAwsAuthEntry", cluster) { TimeLimit = Short };
        (await entry.CreateAsync(Own)).Success();
        var before = await MapRolesAsync();

        var weaker = (await entry.UpdateAsync(With(Own, "Groups", new JsonArray("viewers")), Own)).Failed("EKSIAM032");
        var renamed = (await entry.UpdateAsync(With(Own, "Username", "other"), Own)).Failed("EKSIAM032");
        var removed = (await entry.DeleteAsync(Own)).Failed("EKSIAM032");

        Assert.Equal(before, await MapRolesAsync());
        Assert.All([weaker, renamed, removed], answer => Assert.Contains("lets this function itself into the cluster", answer.Reason, StringComparison.Ordinal));
        (await entry.UpdateAsync(With(Own, "Groups", new JsonArray("system:masters", "more")), Own)).Success();
        (await entry.DeleteAsync(With(Own, "AllowLockout", "true"))).Success();
        Assert.Equal(known == "sts:GetCallerIdentity", Cloud.StsCalls.Contains("GetCallerIdentity"));
    }

    [Fact]
    public async Task Who_the_function_is_is_asked_only_when_a_role_entry_goes_or_changes()
    {
        Cloud.CallerArn = "arn:aws:sts::111122223333:assumed-role/eks-iam-cdk/eks-iam-cdk";
        var (role, user, account) = (Entry("Role"), Entry("User"), Entry("Account"));
        const string Role = """{"RoleArn": "arn:aws:iam::111122223333:role/Dev", "Username": "dev", "Groups": []}""";
        const string User = """{"UserArn": "arn:aws:iam::111122223333:user/al", "Username": "al", "Groups": ["a"]}""";

        (await role.CreateAsync(Role)).Success();
        (await user.CreateAsync(User)).Success();
        (await user.UpdateAsync(With(User, "Groups", new JsonArray()), User)).Success();
        (await user.DeleteAsync(User)).Success();
        (await account.CreateAsync("""{"AccountId": "444455556666"}""")).Success();
        (await account.DeleteAsync("""{"AccountId": "444455556666"}""")).Success();
        Assert.Empty(Cloud.StsCalls);
        (await role.DeleteAsync(Role)).Success();

        Assert.Equal(["GetCallerIdentity"], Cloud.StsCalls);
    }

    [Fact]
    public async Task Where_nobody_says_who_the_function_is_the_guard_is_off_and_that_is_logged()
    {
        var entry = await MadeAsync("Own", Own);

        (await entry.DeleteAsync(Own)).Success();

        Assert.Contains(Function.Log, line => line.Contains("nobody says who this function is", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Dev")]
    [InlineData("arn:aws:iam::111122223333:role/dev")]
    public async Task An_entry_that_would_never_be_reached_again_stops_the_edit(string mappedAsUser)
    {
        await GivenAwsAuthAsync("[]\n", $"- userarn: {mappedAsUser}\n  username: by-hand\n");
        var before = await AwsAuthAsync();
        const string Dev = """{"RoleArn": "arn:aws:iam::111122223333:role/team/Dev", "Username": "dev", "Groups": []}""";

        var refused = (await Entry("Dev").CreateAsync(Dev)).Failed("EKSIAM032");

        Assert.Contains(mappedAsUser, refused.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before.Body, (await AwsAuthAsync()).Body));
        (await Entry("Dev").CreateAsync(With(Dev, "AllowLockout", "true"))).Success();
    }

    [Theory]
    [InlineData("system:masters", true)]
    [InlineData("system:admin", true)]
    [InlineData("system:node:ip-10-0-0-1", true)]
    [InlineData("system:node:{{EC2PrivateDNSName}}", false)]
    [InlineData("system:node:{{SessionName}}", false)]
    [InlineData("systems", false)]
    public async Task Usernames_of_Kubernetes_own_are_refused_but_those_of_nodes(string username, bool refused)
    {
        var properties = With("""{"RoleArn": "arn:aws:iam::111122223333:role/Dev", "Groups": []}""", "Username", username);

        var answer = await Entry("Dev").CreateAsync(properties);

        if (refused)
        {
            Assert.Contains(username, answer.Failed("EKSIAM032").Reason, StringComparison.Ordinal);
            (await AwsAuthAsync()).ExpectRefusal(404, "NotFound");
            answer = await Entry("Dev").CreateAsync(With(properties, "AllowLockout", true));
        }

        answer.Success();
    }

    private static string With(string properties, string name, JsonNode? value)
    {
        var changed = JsonNode.Parse(properties)!.AsObject();
        changed[name] = value;
        return changed.ToJsonString();
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(50);
    }

    private async Task<CustomResource> MadeAsync(string logicalId, string properties)
    {
        var entry = new CustomResource(Cloud, "access", logicalId, "Custom::EksAwsAuthEntry", Cluster) { TimeLimit = Short };
        (await entry.CreateAsync(properties)).Success();
        return entry;
    }

    private async Task<LiveNode> ReadyNodeAsync()
    {
        var node = new LiveNode(Admin, $"node-{Guid.NewGuid():N}"[..16]);
        await node.BecomesAsync("True");
        return node;
    }
}

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedLockoutTests(EmbeddedFixture server) : LockoutFlowTests(server);

[Collection(KubeApiServerCollection.Name)]
public sealed class KubeApiServerLockoutTests(KubeApiServerFixture server) : LockoutFlowTests(server);
