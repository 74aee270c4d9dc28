namespace EksIamCdk.Sandbox.Tests.Serve;

/// <summary>Stacks by the API of CloudFormation.</summary>
public sealed class StackApiTests
{
    private const string Queue = """{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "one"} } } }""";

    /// <summary>The second role cannot be made: its name is taken.</summary>
    private const string Clash = """
        {"Resources": {
          "A": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "same", "AssumeRolePolicyDocument": {"Statement": []} } },
          "B": {"Type": "AWS::IAM::Role", "DependsOn": "A", "Properties": {"RoleName": "same", "AssumeRolePolicyDocument": {"Statement": []} } } } }
        """;

    private static readonly (string, string) Named = ("Capabilities.member.1", "CAPABILITY_NAMED_IAM");

    [Fact]
    public async Task A_stack_is_created_updated_and_deleted()
    {
        await using var api = await ServedApi.StartAsync();

        var created = await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", Queue), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "a"));
        var id = created.Text("StackId");
        var stack = await api.SettledAsync("s");
        Assert.Equal(("CREATE_COMPLETE", "team"), (stack.Text("StackStatus"), stack.Text("Key")));
        Assert.StartsWith("arn:aws:cloudformation:eu-west-1:111122223333:stack/s/", id, StringComparison.Ordinal);

        var same = await api.CallAsync("UpdateStack", ("StackName", "s"), ("UsePreviousTemplate", "true"));
        Assert.Equal(("ValidationError", "No updates are to be performed."), (same.Code, same.Message));
        await api.CallAsync("UpdateStack", ("StackName", "s"), ("TemplateBody", Queue.Replace("one", "two", StringComparison.Ordinal)));
        Assert.Equal("UPDATE_COMPLETE", (await api.SettledAsync("s")).Text("StackStatus"));
        Assert.Contains("\"two\"", (await api.CallAsync("GetTemplate", ("StackName", "s"))).Text("TemplateBody"), StringComparison.Ordinal);
        Assert.EndsWith("/two", (await api.CallAsync("DescribeStackResources", ("StackName", "s"))).Text("PhysicalResourceId"), StringComparison.Ordinal);

        await api.CallAsync("DeleteStack", ("StackName", "s"));
        Assert.Equal("DELETE_COMPLETE", (await api.SettledAsync(id)).Text("StackStatus"));
        Assert.Equal("Stack with id s does not exist", (await api.CallAsync("DescribeStacks", ("StackName", "s"))).Message);
    }

    [Theory]
    [InlineData("DescribeStacks", "ValidationError", "Stack with id nobody does not exist")]
    [InlineData("DescribeStackEvents", "ValidationError", "Stack [nobody] does not exist")]
    [InlineData("GetTemplate", "ValidationError", "Stack with id nobody does not exist")]
    [InlineData("RollbackStack", "ValidationError", "Stack with id nobody does not exist")]
    [InlineData("UpdateStack", "ValidationError", "Stack [nobody] does not exist")]
    [InlineData("MakeCoffee", "InvalidAction", "Could not find operation MakeCoffee for version 2010-05-15")]
    public async Task What_is_not_there_is_told_in_the_words_of_CloudFormation(string action, string code, string message)
    {
        await using var api = await ServedApi.StartAsync();

        var answer = await api.CallAsync(action, ("StackName", "nobody"));

        Assert.Equal((400, code, message), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task Wrong_templates_and_parameters_are_refused_before_anything_starts()
    {
        await using var api = await ServedApi.StartAsync();
        const string asks = """
            {"Parameters": {"A": {"Type": "String"}}, "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "A"}}}}}
            """;
        Task<ApiAnswer> Create(string template, params (string, string)[] more) =>
            api.CallAsync("CreateStack", [("StackName", "s"), ("TemplateBody", template), .. more]);

        Assert.Equal(
            ("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]"),
            (await Create(Clash) is var iam ? iam.Code : "", iam.Message));
        Assert.Contains("length less than or equal to 51200", (await Create(new string('x', 51_201))).Message, StringComparison.Ordinal);
        Assert.Equal("Parameters: [A] must have values", (await Create(asks)).Message);
        Assert.Equal(
            "Parameters: [B] do not exist in the template",
            (await Create(asks, ("Parameters.member.1.ParameterKey", "B"), ("Parameters.member.1.ParameterValue", "x"))).Message);
        Assert.Contains("Nobody", (await Create(Queue.Replace("\"one\"", """{"Ref": "Nobody"}""", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Equal("Either Template URL or Template Body must be specified.", (await api.CallAsync("CreateStack", ("StackName", "s"))).Message);
        Assert.Empty((await api.CallAsync("DescribeStacks")).Texts("StackName"));
    }

    [Fact]
    public async Task Parameters_keep_their_value_when_they_are_told_to()
    {
        await using var api = await ServedApi.StartAsync();
        const string template = """
            {"Parameters": {"A": {"Type": "String"}}, "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "A"}}}}}
            """;
        await api.CallAsync(
            "CreateStack",
            ("StackName", "s"), ("TemplateBody", template), ("Parameters.member.1.ParameterKey", "A"), ("Parameters.member.1.ParameterValue", "x"));
        await api.SettledAsync("s");

        await api.CallAsync(
            "UpdateStack",
            ("StackName", "s"),
            ("TemplateBody", template.Replace("\"Properties\": {", "\"Properties\": {\"DelaySeconds\": 5, ", StringComparison.Ordinal)),
            ("Parameters.member.1.ParameterKey", "A"),
            ("Parameters.member.1.UsePreviousValue", "true"));

        var stack = await api.SettledAsync("s");
        Assert.Equal(("UPDATE_COMPLETE", "x"), (stack.Text("StackStatus"), stack.Text("ParameterValue")));
    }

    [Fact]
    public async Task A_failed_stack_stays_until_it_is_rolled_back_when_rollback_is_disabled()
    {
        await using var api = await ServedApi.StartAsync();

        await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", Clash), Named, ("DisableRollback", "true"));
        Assert.Equal("CREATE_FAILED", (await api.SettledAsync("s")).Text("StackStatus"));
        Assert.Equal(["CREATE_COMPLETE", "CREATE_FAILED"], (await api.CallAsync("DescribeStackResources", ("StackName", "s"))).Texts("ResourceStatus"));
        Assert.Contains("already exists", (await api.CallAsync("DescribeStackEvents", ("StackName", "s"))).Body.Value, StringComparison.Ordinal);

        await api.CallAsync("RollbackStack", ("StackName", "s"));
        Assert.Equal("ROLLBACK_COMPLETE", (await api.SettledAsync("s")).Text("StackStatus"));
        Assert.Contains("is in ROLLBACK_COMPLETE state", (await api.CallAsync("UpdateStack", ("StackName", "s"), ("TemplateBody", Queue))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protected_stack_is_not_deleted()
    {
        await using var api = await ServedApi.StartAsync();
        await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", Queue), ("EnableTerminationProtection", "true"));
        await api.SettledAsync("s");

        var refused = await api.CallAsync("DeleteStack", ("StackName", "s"));
        await api.CallAsync("UpdateTerminationProtection", ("StackName", "s"), ("EnableTerminationProtection", "false"));
        var deleted = await api.CallAsync("DeleteStack", ("StackName", "s"));

        Assert.Equal("Stack [s] cannot be deleted while TerminationProtection is enabled", refused.Message);
        Assert.Equal(200, deleted.Status);
    }

    [Fact]
    public async Task Events_come_the_newest_first_page_by_page_and_each_once()
    {
        await using var api = await ServedApi.StartAsync();
        var queues = Enumerable.Range(0, 60).Select(i => $$"""
            "Q{{i}}": {"Type": "AWS::SQS::Queue"}
            """);
        await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", $$"""{"Resources": { {{string.Join(',', queues)}} } }"""), ("ClientRequestToken", "mine"));
        await api.SettledAsync("s");

        var first = await api.CallAsync("DescribeStackEvents", ("StackName", "s"));
        var second = await api.CallAsync("DescribeStackEvents", ("StackName", "s"), ("NextToken", first.Text("NextToken")));

        Assert.Equal((100, 22, ""), (first.Texts("EventId").Count, second.Texts("EventId").Count, second.Text("NextToken")));
        Assert.Equal(122, first.Texts("EventId").Concat(second.Texts("EventId")).Distinct().Count());
        List<string> times = [.. first.Texts("Timestamp"), .. second.Texts("Timestamp")];
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
        Assert.Equal(122, times.Distinct().Count());
        Assert.Single(first.Texts("OperationId").Distinct());
        Assert.Equal("mine", first.Text("ClientRequestToken"));
    }

    [Fact]
    public async Task Exports_are_listed_with_who_imports_them()
    {
        await using var api = await ServedApi.StartAsync();
        var exporting = Queue[..^1] + """, "Outputs": {"Name": {"Value": {"Ref": "Q"}, "Export": {"Name": "shared"} } } }""";
        var importing = Queue.Replace("\"one\"", """{"Fn::ImportValue": "shared"}""", StringComparison.Ordinal);
        await api.CallAsync("CreateStack", ("StackName", "a"), ("TemplateBody", exporting));
        await api.SettledAsync("a");
        await api.CallAsync("CreateStack", ("StackName", "b"), ("TemplateBody", importing));
        await api.SettledAsync("b");

        Assert.Equal("shared", (await api.CallAsync("ListExports")).Text("Name"));
        Assert.Equal(["b"], (await api.CallAsync("ListImports", ("ExportName", "shared"))).Texts("member"));
        Assert.Equal("Export 'x' is not imported by any stack.", (await api.CallAsync("ListImports", ("ExportName", "x"))).Message);
    }

    [Fact]
    public async Task A_summary_says_what_a_template_asks_for()
    {
        await using var api = await ServedApi.StartAsync();

        var summary = await api.CallAsync("GetTemplateSummary", ("TemplateBody", Clash));

        Assert.Contains("CAPABILITY_NAMED_IAM", summary.Body.Value, StringComparison.Ordinal);
        Assert.Equal("The following resource(s) require capabilities: [AWS::IAM::Role]", summary.Text("CapabilitiesReason"));
    }

    [Fact]
    public async Task Another_server_with_the_same_state_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("eksiam-test-");
        await using (var api = await ServedApi.StartAsync(folder.FullName))
        {
            await api.S3Async(HttpMethod.Put, "/kept");
            await api.S3Async(HttpMethod.Put, "/kept/key", "content"u8.ToArray());
            await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", Queue));
            await api.SettledAsync("s");
        }

        await using (var again = await ServedApi.StartAsync(folder.FullName))
        {
            Assert.Equal(Queue, (await again.CallAsync("GetTemplate", ("StackName", "s"))).Text("TemplateBody"));
            Assert.Equal(4, (await again.CallAsync("DescribeStackEvents", ("StackName", "s"))).Texts("EventId").Count);
            Assert.Equal("content", await (await again.S3Async(HttpMethod.Get, "/kept/key")).Content.ReadAsStringAsync());
        }
        folder.Delete(recursive: true);
    }
}
