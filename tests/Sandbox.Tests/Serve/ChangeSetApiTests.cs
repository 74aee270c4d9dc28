using System.Text;

namespace EksIamCdk.Sandbox.Tests.Serve;

/// <summary>Change sets by the API of CloudFormation.</summary>
public sealed class ChangeSetApiTests
{
    private const string Before = """
        {"Resources": {
          "Kept": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "one", "DelaySeconds": 1} },
          "User": {"Type": "AWS::SNS::Subscription", "Properties": {"Endpoint": {"Fn::GetAtt": ["Kept", "Arn"]} } },
          "Gone": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain"} } }
        """;

    private const string After = """
        {"Resources": {
          "Kept": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "two", "DelaySeconds": 2} },
          "User": {"Type": "AWS::SNS::Subscription", "Properties": {"Endpoint": {"Fn::GetAtt": ["Kept", "Arn"]} } },
          "New": {"Type": "AWS::SQS::Queue"} } }
        """;

    [Fact]
    public async Task A_change_set_makes_a_stack_in_review_and_then_the_stack()
    {
        await using var api = await ServedApi.StartAsync();

        var created = await CreateAsync(api, Before, "CREATE");
        Assert.Equal("REVIEW_IN_PROGRESS", (await api.CallAsync("DescribeStacks", ("StackName", "s"))).Text("StackStatus"));
        var described = await DescribeAsync(api);
        Assert.Equal(("CREATE_COMPLETE", "AVAILABLE"), (described.Text("Status"), described.Text("ExecutionStatus")));
        Assert.Equal(["Add", "Add", "Add"], described.Texts("Action"));

        await api.CallAsync("ExecuteChangeSet", ("StackName", "s"), ("ChangeSetName", created.Text("Id")));
        Assert.Equal("CREATE_COMPLETE", (await api.SettledAsync("s")).Text("StackStatus"));
    }

    [Fact]
    public async Task A_change_set_tells_what_is_added_changed_replaced_and_removed()
    {
        await using var api = await ServedApi.StartAsync();
        await DeployAsync(api, Before, "CREATE");

        await CreateAsync(api, After, "UPDATE");

        var changes = (await DescribeAsync(api)).Elements("ResourceChange").Select(change => new ApiAnswer(200, change)).ToList();
        Assert.Equal(
            ["Modify Kept True ReplaceAndDelete", "Modify User Conditional ", "Add New  ", "Remove Gone  Retain"],
            changes.Select(c => $"{c.Text("Action")} {c.Text("LogicalResourceId")} {c.Text("Replacement")} {c.Text("PolicyAction")}"));
        Assert.Equal(["QueueName", "DelaySeconds"], changes[0].Texts("Name"));
        Assert.Equal(["Always", "Never"], changes[0].Texts("RequiresRecreation"));
        Assert.Equal(["one", "1"], changes[0].Texts("BeforeValue"));
        Assert.Equal(["two", "2"], changes[0].Texts("AfterValue"));
        Assert.Equal(("Dynamic", "ResourceReference", "Kept"), (changes[1].Text("Evaluation"), changes[1].Text("ChangeSource"), changes[1].Text("CausingEntity")));
        Assert.Equal("{{changeSet:KNOWN_AFTER_APPLY}}", changes[1].Text("AfterValue"));
    }

    [Fact]
    public async Task A_change_set_without_changes_fails_and_cannot_be_executed()
    {
        await using var api = await ServedApi.StartAsync();
        await DeployAsync(api, Before, "CREATE");

        await CreateAsync(api, Before, "UPDATE");

        var described = await DescribeAsync(api);
        Assert.Equal(("FAILED", "UNAVAILABLE"), (described.Text("Status"), described.Text("ExecutionStatus")));
        Assert.StartsWith("The submitted information didn't contain changes.", described.Text("StatusReason"), StringComparison.Ordinal);
        var executed = await api.CallAsync("ExecuteChangeSet", ("StackName", "s"), ("ChangeSetName", "c"));
        Assert.Equal("InvalidChangeSetStatus", executed.Code);
    }

    [Fact]
    public async Task Deleted_change_sets_are_not_found_and_are_deleted_again_without_a_word()
    {
        await using var api = await ServedApi.StartAsync();
        await CreateAsync(api, Before, "CREATE");

        await api.CallAsync("DeleteChangeSet", ("StackName", "s"), ("ChangeSetName", "c"));
        var again = await api.CallAsync("DeleteChangeSet", ("StackName", "s"), ("ChangeSetName", "c"));
        var described = await DescribeAsync(api);

        Assert.Equal(200, again.Status);
        Assert.Equal((404, "ChangeSetNotFound"), (described.Status, described.Code));
    }

    [Fact]
    public async Task A_template_may_lie_in_S3()
    {
        await using var api = await ServedApi.StartAsync();
        await api.S3Async(HttpMethod.Put, "/templates");
        await api.S3Async(HttpMethod.Put, "/templates/t.json", Encoding.UTF8.GetBytes(Before));

        foreach (var (name, url) in new[] { ("a", "https://s3.eu-west-1.amazonaws.com/templates/t.json"), ("b", "https://templates.s3.eu-west-1.amazonaws.com/t.json") })
        {
            await api.CallAsync("CreateStack", ("StackName", name), ("TemplateURL", url));
            var stack = await api.SettledAsync(name);
            Assert.Equal("CREATE_COMPLETE", stack.Text("StackStatus"));
            await api.CallAsync("DeleteStack", ("StackName", name));
            await api.SettledAsync(stack.Text("StackId"));
        }
        var missing = await api.CallAsync("CreateStack", ("StackName", "c"), ("TemplateURL", "https://s3.amazonaws.com/templates/none.json"));
        Assert.StartsWith("S3 error: The specified key does not exist.", missing.Message, StringComparison.Ordinal);
    }

    private static Task<ApiAnswer> CreateAsync(ServedApi api, string template, string type) => api.CallAsync(
        "CreateChangeSet", ("StackName", "s"), ("ChangeSetName", "c"), ("ChangeSetType", type), ("TemplateBody", template));

    private static Task<ApiAnswer> DescribeAsync(ServedApi api) =>
        api.CallAsync("DescribeChangeSet", ("StackName", "s"), ("ChangeSetName", "c"), ("IncludePropertyValues", "true"));

    private static async Task DeployAsync(ServedApi api, string template, string type)
    {
        await CreateAsync(api, template, type);
        await api.CallAsync("ExecuteChangeSet", ("StackName", "s"), ("ChangeSetName", "c"));
        Assert.Contains("COMPLETE", (await api.SettledAsync("s")).Text("StackStatus"), StringComparison.Ordinal);
    }
}
