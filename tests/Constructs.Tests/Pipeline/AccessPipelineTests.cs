using System.Text.Json.Nodes;
using Amazon.CDK;
using EksIamCdk.Constructs.Pipeline;

namespace EksIamCdk.Constructs.Tests.Pipeline;

public sealed class AccessPipelineTests
{
    private const string Connection = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/11111111-2222-3333-4444-555555555555";

    private static readonly JsonObject s_template = Template();

    [Fact]
    public void Each_stage_is_planned_approved_deployed_and_checked_in_this_order()
    {
        Assert.Equal(
        [
            "Source: your-org_platform",
            "Build: Synth",
            "UpdatePipeline: SelfMutate",
            "staging: staging.Plan, AccessStack.Prepare, AccessStack.Deploy, staging.AccessChecks",
            "production: production.Plan, production.Approval, AccessStack.Prepare, AccessStack.Deploy, production.AccessChecks",
        ],
        Stages().Select(stage => $"{stage!["Name"]}: {string.Join(", ", InOrder(stage).Select(action => action!["Name"]))}"));
    }

    [Fact]
    public void The_source_is_read_by_the_connection()
    {
        var source = Stages()[0]!["Actions"]![0]!["Configuration"]!;

        Assert.Equal("your-org/platform", source["FullRepositoryId"]!.GetValue<string>());
        Assert.Equal("main", source["BranchName"]!.GetValue<string>());
        Assert.Equal(Connection, source["ConnectionArn"]!.GetValue<string>());
    }

    [Fact]
    public void Tests_run_with_the_assembly_at_hand_before_anything_is_deployed()
    {
        var build = Project("Synth")["phases"]!["build"]!["commands"]!.AsArray().Select(command => command!.GetValue<string>());

        Assert.Equal(["npx cdk synth --quiet", "dotnet test"], build);
    }

    [Fact]
    public void The_plan_of_a_stage_is_an_artefact_made_by_a_role_that_may_only_read()
    {
        var spec = Project("staging.Plan");

        Assert.Contains("cdk diff --app . --no-change-set --no-color 'Stack/Pipeline/staging/*'", spec.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Equal("plan", spec["artifacts"]!["base-directory"]!.GetValue<string>());
        var assumed = s_template.All("AWS::IAM::Policy").Where(policy => policy.Key.Contains("PlanRole", StringComparison.Ordinal))
            .SelectMany(policy => policy.Value["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray())
            .Where(statement => statement!["Action"] is JsonValue action && action.GetValue<string>() == "sts:AssumeRole")
            .Select(statement => statement!["Resource"]!.ToJsonString());
        Assert.Equal(
            ["role/cdk-hnb659fds-lookup-role-444455556666-eu-west-1", "role/cdk-hnb659fds-lookup-role-777788889999-eu-west-1"],
            assumed.Select(resource => resource[resource.IndexOf("role/cdk", StringComparison.Ordinal)..].TrimEnd('"', ']', '}')).Order());
    }

    [Fact]
    public void What_was_checked_is_told_by_the_references_of_the_checks_which_are_known_only_when_they_held()
    {
        var variables = Stages()[3]!["Actions"]!.AsArray().Single(action => action!["Name"]!.GetValue<string>() == "staging.AccessChecks")!
            ["Configuration"]!["EnvironmentVariables"]!.GetValue<string>();

        Assert.Contains("\"name\":\"CHECKS_AccessStack\"", variables, StringComparison.Ordinal);
        Assert.Contains(".AccessChecks}", variables, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_properties_are_listed()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Synthesized.Template(stack => _ = new AccessPipeline(stack, "Pipeline", new()
        {
            Repository = "platform",
            ConnectionArn = "",
            Stages = [Stage("staging", "1", approval: false), Stage("staging", "444455556666", approval: true)],
        })));

        foreach (var part in new[] { "owner/name", "the ARN of the connection", "the 12 digits", "each name once" })
        {
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static JsonArray Stages() => s_template.One("AWS::CodePipeline::Pipeline")["Properties"]!["Stages"]!.AsArray();

    private static IEnumerable<JsonNode?> InOrder(JsonNode stage) => stage["Actions"]!.AsArray().OrderBy(action => action!["RunOrder"]!.GetValue<int>());

    /// <summary>The build spec of an action.</summary>
    private static JsonNode Project(string action) => JsonNode.Parse(s_template.All("AWS::CodeBuild::Project").Values
        .Select(project => project["Properties"]!)
        .Single(project => project["Description"]!.GetValue<string>().EndsWith($"/{action}", StringComparison.Ordinal))
        ["Source"]!["BuildSpec"]!.GetValue<string>())!;

    private static JsonObject Template() => Synthesized.Template(stack => _ = new AccessPipeline(stack, "Pipeline", new()
    {
        Repository = "your-org/platform",
        ConnectionArn = Connection,
        Stages =
        [
            Stage("staging", "444455556666", approval: false),
            Stage("production", "777788889999", approval: true),
        ],
    }), new Amazon.CDK.Environment { Account = "111122223333", Region = "eu-west-1" });

    private static AccessPipelineStage Stage(string name, string account, bool approval) => new()
    {
        Name = name,
        Account = account,
        Region = "eu-west-1",
        Approval = approval,
        Stacks = stage =>
        {
            var stack = new Stack(stage, "AccessStack");
            _ = new CfnResource(stack, "Check", new CfnResourceProps { Type = "Custom::EksAccessCheck" });
        },
    };
}
