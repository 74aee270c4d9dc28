using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>Many processes of the function at once, and one request more than once.</summary>
public sealed class ConcurrencyFlowTests(KubeApiServerFixture server) : FlowTest(server)
{
    private const int Entries = 40;
    private const string Nodes = "- rolearn: arn:aws:iam::111122223333:role/nodes\n  username: n # stays\n  groups: [system:nodes]\n";

    [Fact]
    public async Task Forty_entries_created_and_deleted_at_once_are_all_there_and_all_gone()
    {
        var since = await GivenAwsAuthAsync(Nodes);
        StartFunctions(Entries);
        var entries = Enumerable.Range(1, Entries).Select(number => (Resource: Entry($"Entry{number}"), Properties: Role(number))).ToList();

        var created = await Task.WhenAll(entries.Select(entry => entry.Resource.CreateAsync(entry.Properties)));
        var all = await MapRolesAsync();
        var deleted = await Task.WhenAll(entries.Select(entry => entry.Resource.DeleteAsync(entry.Properties)));

        Assert.All(created, answer => answer.Success());
        Assert.Equal(Entries, created.Select(answer => answer.PhysicalResourceId).Distinct().Count());
        Assert.All(Enumerable.Range(1, Entries), number => Assert.Contains($"role/Role{number}\n", all + "\n", StringComparison.Ordinal));
        Assert.All(deleted, answer => answer.Success());
        Assert.Equal(Nodes, await MapRolesAsync());
        Assert.Null((await AwsAuthAsync()).Body["metadata"]!["annotations"]);
        Assert.All(await HistoryAsync(since), text => Assert.StartsWith(Nodes, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_delivered_twice_answers_the_same_and_leaves_the_state_of_once()
    {
        await GivenAwsAuthAsync(Nodes);
        var entry = Entry("Dev");
        var request = entry.CreateRequest(Role(1));

        var first = (await entry.DeliverAsync(request)).Success();
        var once = await AwsAuthAsync();
        var second = (await entry.DeliverAsync(request)).Success();

        Assert.Equal(first.PhysicalResourceId, second.PhysicalResourceId);
        Assert.Equal(once.ResourceVersion, (await AwsAuthAsync()).ResourceVersion);
    }

    [Fact]
    public async Task A_request_delivered_in_parallel_with_itself_leaves_the_state_of_once()
    {
        await GivenAwsAuthAsync(Nodes);
        StartFunctions(4);
        var entry = Entry("Dev");
        var request = entry.CreateRequest(Role(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => entry.DeliverAsync(request)));
        var text = await MapRolesAsync();
        var deletes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => entry.DeleteAsync(Role(1), answers[0].PhysicalResourceId)));

        Assert.All(answers, answer => Assert.Equal(answers[0].PhysicalResourceId, answer.Success().PhysicalResourceId));
        Assert.Equal(2, text!.Split("role/Role1").Length);
        Assert.All(deletes, answer => answer.Success());
        Assert.Equal(Nodes, await MapRolesAsync());
    }

    [Fact]
    public async Task An_object_delivered_in_parallel_with_itself_is_made_once_and_gone_after()
    {
        StartFunctions(4);
        var role = Object("Role");
        var manifest = ObjectFlowTests.Properties($$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "rules": [],
             "metadata": {"name": "parallel-{{Guid.NewGuid():N}}"} }
            """);
        var request = role.CreateRequest(manifest);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => role.DeliverAsync(request)));
        var deletes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => role.DeleteAsync(manifest, answers[0].PhysicalResourceId)));

        Assert.Single(answers.Select(answer => (string?)answer.Success().Data["Uid"]).Distinct());
        Assert.All(deletes, answer => answer.Success());
    }

    private static string Role(int number) =>
        $$"""{"RoleArn": "arn:aws:iam::111122223333:role/Role{{number}}", "Username": "user-{{number}}", "Groups": ["team"]}""";
}
