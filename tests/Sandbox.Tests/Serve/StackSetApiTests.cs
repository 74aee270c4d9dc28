namespace EksIamCdk.Sandbox.Tests.Serve;

/// <summary>Stack sets by the API of CloudFormation.</summary>
public sealed class StackSetApiTests
{
    private const string Queue = """
        {"Parameters": {"Name": {"Type": "String", "Default": "one"} },
         "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"} } } } }
        """;

    private static readonly (string, string)[] Places =
    [
        ("Accounts.member.1", "222233334444"), ("Accounts.member.2", "333344445555"),
        ("Regions.member.1", "eu-west-1"), ("Regions.member.2", "eu-central-1"),
    ];

    [Fact]
    public async Task A_stack_set_is_in_all_its_accounts_and_regions_until_its_instances_are_deleted()
    {
        await using var api = await ServedApi.StartAsync();
        await api.CallAsync("CreateStackSet", ("StackSetName", "fleet"), ("TemplateBody", Queue));

        var created = await api.CallAsync("CreateStackInstances", [("StackSetName", "fleet"), .. Places]);
        Assert.Equal("SUCCEEDED", (await EndedAsync(api, created)).Text("Status"));
        var instances = await api.CallAsync("ListStackInstances", ("StackSetName", "fleet"));
        Assert.Equal(["CURRENT", "CURRENT", "CURRENT", "CURRENT"], instances.Texts("Status"));
        Assert.Contains(instances.Texts("StackId"), id => id.StartsWith("arn:aws:cloudformation:eu-central-1:333344445555:stack/StackSet-fleet-", StringComparison.Ordinal));

        var updated = await api.CallAsync(
            "UpdateStackSet",
            ("StackSetName", "fleet"), ("UsePreviousTemplate", "true"),
            ("Parameters.member.1.ParameterKey", "Name"), ("Parameters.member.1.ParameterValue", "two"));
        Assert.Equal("SUCCEEDED", (await EndedAsync(api, updated)).Text("Status"));
        Assert.Equal(4, (await api.CallAsync("ListStackSetOperationResults", ("StackSetName", "fleet"), ("OperationId", updated.Text("OperationId")))).Texts("Account").Count);

        Assert.Equal("StackSetNotEmptyException", (await api.CallAsync("DeleteStackSet", ("StackSetName", "fleet"))).Code);
        var deleted = await api.CallAsync("DeleteStackInstances", [("StackSetName", "fleet"), ("RetainStacks", "false"), .. Places]);
        Assert.Equal("SUCCEEDED", (await EndedAsync(api, deleted)).Text("Status"));
        Assert.Equal(200, (await api.CallAsync("DeleteStackSet", ("StackSetName", "fleet"))).Status);
        Assert.Equal("StackSetNotFoundException", (await api.CallAsync("DescribeStackSet", ("StackSetName", "fleet"))).Code);
    }

    [Fact]
    public async Task A_failing_account_stops_the_operation_beyond_the_tolerance()
    {
        await using var api = await ServedApi.StartAsync();
        // A queue of that name is there already in one account.
        api.Credentials = new("222233334444", "test", null);
        await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", Queue));
        await api.SettledAsync("s");
        api.Credentials = new("test", "test", null);
        await api.CallAsync("CreateStackSet", ("StackSetName", "fleet"), ("TemplateBody", Queue));

        var operation = await EndedAsync(api, await api.CallAsync("CreateStackInstances", [("StackSetName", "fleet"), .. Places]));

        Assert.Equal("FAILED", operation.Text("Status"));
        var results = await api.CallAsync(
            "ListStackSetOperationResults", ("StackSetName", "fleet"), ("OperationId", operation.Text("OperationId")));
        Assert.Contains("FAILED", results.Texts("Status"));
        Assert.Contains("CANCELLED", results.Texts("Status"));
    }

    private static async Task<ApiAnswer> EndedAsync(ServedApi api, ApiAnswer started)
    {
        while (true)
        {
            var answer = await api.CallAsync(
                "DescribeStackSetOperation", ("StackSetName", "fleet"), ("OperationId", started.Text("OperationId")));
            if (answer.Text("Status") is not "RUNNING")
                return answer;
            await Task.Delay(20);
        }
    }
}
