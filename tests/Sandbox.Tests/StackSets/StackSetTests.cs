using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Tests.StackSets;

/// <summary>A stack set in a template, deployed into simulated accounts; its members are small.</summary>
public sealed class StackSetTests : IAsyncLifetime
{
    private const string Member = """
        {"Parameters": {"Size": {"Type": "String"}},
         "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "queue-${Size}"}}}}}
        """;

    private const string WithRole = """
        {"Parameters": {"Size": {"Type": "String"}},
         "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "queue-${Size}"}}},
                       "R": {"Type": "AWS::IAM::Role", "DependsOn": "Q", "Properties": {"RoleName": {"Fn::Sub": "team-${AWS::Region}"}}}}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stack-set-");
    private SandboxSession _session = null!;

    public async Task InitializeAsync() => _session = await SandboxSession.StartAsync(Options, default);

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SandboxOptions Options => new()
    {
        StateFolder = _folder.FullName,
        OrganizationalUnits = new Dictionary<string, IReadOnlyList<string>> { ["ou-1"] = ["200000000001", "200000000002", "200000000003"] },
    };

    [Fact]
    public async Task Every_account_and_region_gets_its_stack_with_its_own_parameters_and_loses_it_with_the_set()
    {
        var deployed = await DeployAsync(Member);
        var there = _session.StackInstances;
        var destroyed = await _session.DestroyAsync(null, _ => { }, default);

        Assert.Equal(SandboxOutcome.Done, deployed.Outcome);
        Assert.StartsWith("fleet:", deployed.Outputs["Id"], StringComparison.Ordinal);
        Assert.Equal(6, there.Count);
        Assert.All(there, instance => Assert.Equal(("fleet", "CURRENT", "SUCCEEDED"), (instance.StackSet, instance.Instance.Status, instance.Instance.DetailedStatus)));
        Assert.Equal((SandboxOutcome.Done, 1), (destroyed.Outcome, destroyed.Events.Count(e => e.Status == "DELETE_COMPLETE" && e.Type == "AWS::CloudFormation::Stack")));
        Assert.Empty(_session.StackInstances);
    }

    [Fact]
    public async Task An_instance_that_fails_is_rolled_back_and_the_operation_stops_there()
    {
        await TakeRoleAsync("200000000002", "eu-west-1");

        var failed = await DeployAsync(WithRole);

        Assert.Equal("ROLLBACK_COMPLETE", failed.StackStatus);
        Assert.Contains("Account 200000000002 , Region eu-west-1: ResourceLogicalId:R", failed.Events.First(e => e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);
        Assert.Empty(_session.StackInstances);
    }

    [Fact]
    public async Task A_failure_within_the_tolerance_leaves_one_instance_outdated()
    {
        await TakeRoleAsync("200000000002", "eu-west-1");

        var result = await DeployAsync(WithRole, tolerance: 34);

        Assert.Equal("CREATE_COMPLETE", result.StackStatus);
        var outdated = Assert.Single(_session.StackInstances, instance => instance.Instance.Status != "CURRENT").Instance;
        Assert.Equal(("200000000002", "OUTDATED", "FAILED"), (outdated.Place.AccountId, outdated.Status, outdated.DetailedStatus));
        Assert.Contains("team-eu-west-1 already exists in stack", outdated.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_that_fails_in_one_account_is_undone_everywhere()
    {
        await DeployAsync(Member);
        await TakeRoleAsync("200000000002", "us-east-1");

        var failed = await DeployAsync(WithRole);

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", failed.StackStatus);
        Assert.All(_session.StackInstances, instance => Assert.Equal("CURRENT", instance.Instance.Status));
        // Nobody has the role any more but the one who had it before.
        Assert.Equal("CREATE_COMPLETE", (await TakeRoleAsync("200000000001", "eu-west-1")).StackStatus);
    }

    [Fact]
    public async Task An_account_that_leaves_loses_its_stack_and_one_that_joins_gets_it_also_in_a_later_session()
    {
        await DeployAsync(Member);
        await _session.DisposeAsync();
        var options = Options with
        {
            OrganizationalUnits = new Dictionary<string, IReadOnlyList<string>> { ["ou-1"] = ["200000000003", "200000000004"] },
        };
        _session = await SandboxSession.StartAsync(options, default);

        var before = _session.StackInstances.Count;
        var result = await DeployAsync(Member, tolerance: 1);

        Assert.Equal((6, "UPDATE_COMPLETE"), (before, result.StackStatus));
        Assert.Equal(["200000000003", "200000000004"], _session.StackInstances.Select(i => i.Instance.Place.AccountId).Distinct().Order());
    }

    [Fact]
    public async Task A_unit_that_the_session_does_not_know_has_accounts_that_are_made_up()
    {
        var result = await DeployAsync(Member, unit: "ou-unknown");

        Assert.Equal(4, _session.StackInstances.Count);
        Assert.Contains("ou-unknown", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    private Task<SandboxResult> DeployAsync(string member, int tolerance = 0, string unit = "ou-1")
    {
        var template = $$"""
            {"Resources": {"Fleet": {"Type": "AWS::CloudFormation::StackSet", "Properties": {
              "StackSetName": "fleet", "PermissionModel": "SERVICE_MANAGED", "TemplateBody": {{JsonValue.Create(member).ToJsonString()}},
              "Parameters": [{"ParameterKey": "Size", "ParameterValue": "s"}],
              "OperationPreferences": {"MaxConcurrentPercentage": 25, "FailureTolerancePercentage": {{tolerance}}, "RegionOrder": ["eu-west-1", "us-east-1"]},
              "StackInstancesGroup": [
                {"DeploymentTargets": {"OrganizationalUnitIds": ["{{unit}}"]}, "Regions": ["eu-west-1"]},
                {"DeploymentTargets": {"OrganizationalUnitIds": ["{{unit}}"]}, "Regions": ["us-east-1"],
                 "ParameterOverrides": [{"ParameterKey": "Size", "ParameterValue": "l"}]}]} } },
             "Outputs": {"Id": {"Value": {"Ref": "Fleet"} } } }
            """;
        return _session.DeployAsync(new DeployRequest { TemplateText = template, StackName = "Fleet" }, default);
    }

    /// <summary>Somebody else has the role already.</summary>
    private Task<SandboxResult> TakeRoleAsync(string account, string region) => _session.DeployAsync(
        new DeployRequest
        {
            TemplateText = $$$"""{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "team-{{{region}}}"} } } }""",
            StackName = "other",
            AccountId = account,
            Region = region,
        },
        default);
}
