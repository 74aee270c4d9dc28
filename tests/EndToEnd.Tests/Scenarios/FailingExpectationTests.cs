using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.EndToEnd.Tests.Scenarios;

/// <summary>What a spec expects and the live cluster does not hold: found out at deploy time, and rolled back.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class FailingExpectationTests
{
    private const string Demo = "demo";

    private static readonly ObjectAddress QuickFix = new(KubernetesKind.ClusterRoleBinding, null, "quick-fix");

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_expectation_that_fails_at_deploy_time_rolls_the_whole_stack_back_to_the_byte(bool real)
    {
        await using var scenario = await StartAsync(real);
        var cluster = scenario.Session.Here(Demo);
        await scenario.DeployAsync("access-checks/access.yaml");
        using var api = await scenario.ApiAsync(Demo);
        Assert.IsType<ApiAnswer.Ok>(await api.Create(QuickFix, ByHand(), CancellationToken.None));
        var before = await scenario.StateAsync(cluster);

        var failed = (await scenario.TryAsync("access-checks/changed.access.yaml"))[^1];

        Assert.Equal(SandboxOutcome.RolledBack, failed.Outcome);
        var reason = Assert.Single(failed.Events, happened => happened.Reason.Contains("[EKSIAM050]", StringComparison.Ordinal)).Reason;
        Assert.Contains("2 of 4 access checks of developer:{{SessionName}} (groups eks-iam-cdk:developers)", reason, StringComparison.Ordinal);
        Assert.Contains("should be denied and is allowed: delete pods -n dev; should be denied and is allowed: get pods -n production.", reason, StringComparison.Ordinal);
        Assert.Equal(before, await scenario.StateAsync(cluster));

        // Without what somebody did by hand, the same change goes through.
        Assert.IsType<ApiAnswer.Ok>(await api.Delete(QuickFix, null, null, CancellationToken.None));
        await scenario.DeployAsync("access-checks/changed.access.yaml");
        await scenario.ShouldWorkAsync("arn:aws:sts::111122223333:assumed-role/Contractor/c", Demo, "create deployments.apps -n staging");
        await scenario.ShouldFailAsync("arn:aws:sts::111122223333:assumed-role/Contractor/c", Demo, "create pods -n dev", "get pods -n production");
        // It compares with another cluster, and two real ones have different certificates.
        if (!real)
            await scenario.DestroyAsync();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_that_fails_at_the_first_deployment_leaves_nothing(bool real)
    {
        await using var scenario = await StartAsync(real);
        var cluster = scenario.Session.Here(Demo);
        using var api = await scenario.ApiAsync(Demo);
        Assert.IsType<ApiAnswer.Ok>(await api.Create(QuickFix, ByHand(), CancellationToken.None));
        var before = await scenario.StateAsync(cluster);

        var failed = (await scenario.TryAsync("access-checks/access.yaml"))[^1];

        Assert.Equal(SandboxOutcome.RolledBack, failed.Outcome);
        var after = await scenario.StateAsync(cluster);
        Assert.Empty(before.Except(after));
        // Namespaces are left to who may have put something into them.
        Assert.All(after.Except(before), left => Assert.Matches("^(Namespace |ServiceAccount [^ ]+/default ).*", left));
    }

    private static Task<Scenario> StartAsync(bool real) =>
        Scenario.StartAsync("111122223333", real ? new KubernetesSide.Envtest(TimeProvider.System) : null);

    private static JsonObject ByHand() => new()
    {
        ["apiVersion"] = QuickFix.Kind.ApiVersion,
        ["kind"] = QuickFix.Kind.Kind,
        ["metadata"] = new JsonObject { ["name"] = QuickFix.Name },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "edit" },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = "eks-iam-cdk:developers" }),
    };
}
