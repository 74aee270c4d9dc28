using System.Text.Json.Nodes;
using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Cli.Output;
using EksIamCdk.Inspection.Planning;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.Plan;

/// <summary>A plan for programs.</summary>
internal static class PlanJson
{
    public static JsonObject Of(ClusterState cluster, DeploymentPlan plan) => new()
    {
        ["cluster"] = cluster.Name,
        ["wouldFail"] = plan.Refused.Count > 0,
        ["losesAccess"] = plan.LosesAccess,
        ["changes"] = JsonOutput.Array(plan.Changes.Select(change => new JsonObject { ["what"] = change.What, ["before"] = change.Before, ["after"] = change.After })),
        ["principals"] = JsonOutput.Array(plan.Principals.Select(principal => new JsonObject
        {
            ["principal"] = principal.Principal,
            ["before"] = principal.Before,
            ["after"] = principal.After,
            ["losesAccess"] = principal.LosesAccess,
            ["lost"] = JsonOutput.Texts(PlacedRule.Lines(principal.Lost)),
            ["gained"] = JsonOutput.Texts(PlacedRule.Lines(principal.Gained)),
        })),
        ["refused"] = JsonOutput.Array(plan.Refused.Select(refused => new JsonObject { ["logicalId"] = refused.LogicalId, ["reason"] = refused.Reason })),
        ["unknown"] = JsonOutput.Texts(plan.Unknown),
    };
}
