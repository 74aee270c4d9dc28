using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Lockout;

/// <summary>Each guard with the lockout that it prevents: who could come in before, and cannot any more.</summary>
public sealed class LockoutRiskTests
{
    private const string Nodes = "arn:aws:iam::111122223333:role/nodes";
    private const string MoreNodes = "arn:aws:iam::111122223333:role/more-nodes";
    private const string Function = "arn:aws:iam::111122223333:role/eks-iam-cdk";

    [Fact]
    public void Removing_the_last_entry_of_nodes_is_a_risk_and_locks_every_node_out()
    {
        var live = Map().With(Node(Nodes));

        var (risk, after) = live.Removing(Nodes);

        Assert.Equal(Nodes, risk.LastNodeEntry!.Id);
        Assert.IsType<Resolution.Mapped>(live.NodeOf(Nodes));
        Assert.IsType<Resolution.Refused>(after.NodeOf(Nodes));
        var failure = risk.OfNodes("ip-10-0-0-1");
        Assert.Equal(ErrorCode.LockoutRefused, failure.Code);
        Assert.StartsWith($"The entry for {Nodes} is the last one in aws-auth by which nodes come in", failure.What, StringComparison.Ordinal);
        Assert.Contains("node ip-10-0-0-1 is Ready", failure.What, StringComparison.Ordinal);
        Assert.Contains("may not list them", risk.OfNodes(null).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_one_of_two_entries_of_nodes_is_none() =>
        Assert.Null(Map().With(Node(Nodes)).With(Node(MoreNodes)).Removing(Nodes).Risk.LastNodeEntry);

    [Fact]
    public void Changing_the_groups_of_the_last_entry_of_nodes_is_a_risk()
    {
        var live = Map().With(Node(Nodes));

        Assert.NotNull(live.Declaring(Node(Nodes) with { Groups = ["system:nodes"] }).LastNodeEntry);
        Assert.NotNull(live.Declaring(Node(Nodes) with { Username = "somebody" }).LastNodeEntry);
        Assert.Null(live.Declaring(Node(Nodes)).LastNodeEntry);
        Assert.Null(live.Declaring(Node(MoreNodes)).LastNodeEntry);
    }

    [Fact]
    public void Fargate_and_hybrid_nodes_are_no_EC2_nodes() =>
        Assert.Null(Map().With(new() { Id = Nodes, Username = "system:node:{{SessionName}}", Groups = ["system:nodes"] }).Removing(Nodes).Risk.LastNodeEntry);

    [Theory]
    [InlineData(Function)]
    [InlineData("arn:aws:iam::111122223333:role/with/a/path/eks-iam-cdk")]
    [InlineData("arn:aws:iam::111122223333:role/EKS-IAM-CDK")]
    public void Removing_the_entry_of_the_function_locks_the_function_out(string roleArn)
    {
        var live = Map().With(Entry(Function, "function", "system:masters"));

        var (risk, after) = live.Removing(Function);

        Assert.True(risk.WeakensRoles);
        Assert.Equal(ErrorCode.LockoutRefused, risk.OfFunction(roleArn)!.Code);
        Assert.EndsWith("and would be gone.", risk.OfFunction(roleArn)!.What, StringComparison.Ordinal);
        Assert.Null(risk.OfFunction(Nodes));
        Assert.IsType<Resolution.Refused>(after.Resolve(Function));
    }

    [Theory]
    [InlineData("function", "other", true)]
    [InlineData("function", "", true)]
    [InlineData("renamed", "system:masters", true)]
    [InlineData("function", "system:masters", false)]
    [InlineData("function", "system:masters,more", false)]
    public void The_entry_of_the_function_may_only_become_more(string username, string groups, bool refused)
    {
        var risk = Map().With(Entry(Function, "function", "system:masters"))
            .Declaring(Entry(Function, username, groups.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(refused, risk.OfFunction(Function) is not null);
    }

    [Fact]
    public void Another_role_of_an_entry_that_is_added_is_no_risk_to_anybody()
    {
        var risk = Map().With(Entry(Function, "function", "system:masters")).With(Node(Nodes)).Declaring(Entry("arn:aws:iam::111122223333:role/Dev", "dev"));

        Assert.Null(risk.Certain);
        Assert.Null(risk.LastNodeEntry);
        Assert.False(risk.WeakensRoles);
    }

    [Fact]
    public void An_entry_of_mapUsers_is_not_shadowed_by_one_of_mapRoles()
    {
        const string Dev = "arn:aws:iam::111122223333:role/Dev";
        var live = new AwsAuthConfigMap
        {
            Data = new Dictionary<string, string> { ["mapUsers"] = $"- userarn: {Dev}\n  username: by-hand\n  groups: [ops]\n" },
        };

        var risk = live.Declaring(Entry(Dev, "dev"));

        Assert.Equal(ErrorCode.LockoutRefused, risk.Certain!.Code);
        Assert.Contains("which makes it by-hand, would never be reached again", risk.Certain.What, StringComparison.Ordinal);
        Assert.Equal("by-hand", Assert.IsType<Resolution.Mapped>(live.Resolve(Dev)).Username);
    }

    [Theory]
    [InlineData("system:admin", true)]
    [InlineData("system:kube-scheduler", true)]
    [InlineData("system:node:ip-10-0-0-1", true)]
    [InlineData("system:node:{{EC2PrivateDNSName}}", false)]
    [InlineData("system:node:{{SessionName}}", false)]
    [InlineData("dev:{{SessionName}}", false)]
    public void A_username_of_Kubernetes_own_is_refused_unless_it_is_that_of_nodes(string username, bool refused) =>
        Assert.Equal(refused, Map().Declaring(Entry("arn:aws:iam::111122223333:role/Dev", username)).Certain is not null);

    private static AwsAuthConfigMap Map() => new();

    private static MappingEntry Entry(string arn, string username, params string[] groups) => new() { Id = arn, Username = username, Groups = groups };

    private static MappingEntry Node(string arn) => Entry(arn, "system:node:{{EC2PrivateDNSName}}", "system:bootstrappers", "system:nodes");
}

file static class Maps
{
    /// <summary>The map with one entry more, which this stack owns.</summary>
    public static AwsAuthConfigMap With(this AwsAuthConfigMap live, MappingEntry entry) =>
        live.After(AwsAuthOwnership.Declare(live, Role(entry), Owner(entry), OnConflict.Fail, null));

    public static (LockoutRisk Risk, AwsAuthConfigMap After) Removing(this AwsAuthConfigMap live, string arn)
    {
        var entry = new EntriesInForce(live.Text).Role(arn)!;
        var decision = AwsAuthOwnership.Withdraw(live, Owner(entry), Role(entry));
        return (LockoutRisk.Of(live, decision, null), live.After(decision));
    }

    public static LockoutRisk Declaring(this AwsAuthConfigMap live, MappingEntry entry) =>
        LockoutRisk.Of(live, AwsAuthOwnership.Declare(live, Role(entry), Owner(entry), OnConflict.Adopt, null), Role(entry));

    public static Resolution Resolve(this AwsAuthConfigMap live, string arn) => Authenticator.Resolve(live.Data, new Caller { Arn = arn });

    public static Resolution NodeOf(this AwsAuthConfigMap live, string arn) =>
        Authenticator.Resolve(live.Data, new Caller { Arn = arn, SessionName = "i-0123456789abcdef0", Ec2PrivateDnsName = "ip-10-0-0-1" });

    private static Owner Owner(MappingEntry entry) => new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", entry.Id);

    private static EntryDeclaration Role(MappingEntry entry) => new(Section.MapRoles, entry);

    private static AwsAuthConfigMap After(this AwsAuthConfigMap live, AwsAuthDecision decision) => decision switch
    {
        AwsAuthDecision.Write write => new()
        {
            Claims = write.Claims,
            Data = live.Data.Where(pair => !write.Data.ContainsKey(pair.Key))
                .Concat(write.Data.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)))
                .ToDictionary(),
        },
        AwsAuthDecision.DeleteConfigMap => AwsAuthConfigMap.Missing,
        _ => live,
    };
}
