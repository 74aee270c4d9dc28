using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Who has an access entry in a cluster. <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_ListAccessEntries.html"/></summary>
internal static class AccessEntryList
{
    /// <returns>The ARNs of principals, with their paths; or why EKS does not say.</returns>
    public static async Task<(IReadOnlyList<string> Principals, StepFailure? Failure)> ReadAsync(
        ClusterConnector clusters, ClusterReference cluster, CancellationToken cancellationToken)
    {
        var principals = new List<string>();
        string? page = null;
        do
        {
            var call = new EksCall("ListAccessEntries", HttpMethod.Get, "/access-entries") { Query = page is null ? [] : [new("nextToken", page)] };
            switch (await clusters.CallEks(cluster, call, cancellationToken))
            {
                case EksAnswer.Ok { Body: var list }:
                    principals.AddRange((list["accessEntries"] as JsonArray ?? []).Select(arn => (string?)arn).OfType<string>());
                    page = (string?)list["nextToken"];
                    break;
                case EksAnswer.Failed failed:
                    return ([], failed.Failure);
                default:
                    throw new UnreachableException();
            }
        }
        while (page is { Length: > 0 });
        return (principals, null);
    }
}
