using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi.Reading;
using EksIamCdk.Inspection.Snapshots;
using EksIamCdk.Inspection.Surveys;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.States;

/// <summary>A live cluster, read with a kubeconfig: what its API server tells, and nothing of AWS.</summary>
internal static class KubeconfigSource
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>Null, and at least one problem, when the cluster cannot be read.</returns>
    public static async Task<ClusterDocuments?> ReadAsync(
        KubeconfigCluster cluster, Action<string> progress, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var survey = new Survey(progress);
        var reader = new ClusterReader(cluster.Connection, TimeProvider.System, Patience);
        if (await KubernetesSurvey.ReadAsync(reader, survey, cancellationToken) is { } failure)
        {
            problems.Add($"--kubeconfig: {(failure with { Remedy = "" }).Reason}"); // remedies are those of the function
            return null;
        }

        return survey.Documents(Named(cluster.Connection.Cluster.Name));
    }

    /// <summary>A cluster of which nothing but what its kubeconfig says is known.</summary>
    public static ClusterState NameOnly(string name)
    {
        var named = Named(name);
        return new() { Name = (string)named["name"]!, Arn = (string?)named["arn"], Region = (string?)named["region"], AccountId = (string?)named["accountId"] };
    }

    /// <summary>What is in the name: aws eks update-kubeconfig names a cluster by its ARN.</summary>
    private static JsonObject Named(string name)
    {
        var arn = name.StartsWith("arn:", StringComparison.Ordinal) && name.Split(':', 6) is [_, _, "eks", _, _, _] ? name.Split(':', 6) : null;
        return new()
        {
            ["name"] = arn is null ? name : arn[5].Split('/')[^1],
            ["arn"] = arn is null ? null : name,
            ["region"] = arn?[3],
            ["accountId"] = arn?[4],
        };
    }
}
