using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Reading;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Surveys;

/// <summary>What the API server of a cluster tells of who may do what: whole lists, side by side, and the aws-auth map.</summary>
public static class KubernetesSurvey
{
    /// <summary>Reads all of it; what is forbidden is missed, and the rest read.</summary>
    /// <returns>Null when it was read as far as it may be; else why the cluster does not answer, or does not let in.</returns>
    public static async Task<Failure?> ReadAsync(ClusterReader reader, Survey survey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(survey);
        var reading = ClusterDocuments.Kinds.Append(KubernetesKind.Node).Select(kind => ListAsync(reader, kind, survey, cancellationToken))
            .Append(MapAsync(reader, survey, cancellationToken)).ToList();
        var failures = await Task.WhenAll(reading).ConfigureAwait(false);
        return failures.OfType<Failure>().FirstOrDefault();
    }

    private static async Task<Failure?> ListAsync(ClusterReader reader, KubernetesKind kind, Survey survey, CancellationToken cancellationToken)
    {
        switch (await reader.ListAsync(kind, cancellationToken).ConfigureAwait(false))
        {
            case Listing.Whole whole:
                survey.Keep(ClusterDocuments.Of(kind), new JsonObject { ["items"] = new JsonArray([.. whole.Objects.Select(Kept)]) });
                return null;
            case Listing.Forbidden forbidden:
                var unread = new UnreadList(kind, forbidden.Why);
                survey.Miss($"list {kind.Plural}", forbidden.Why, unread.LeavesUnknown);
                return null;
            case Listing.Failed failed:
                return failed.Failure;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<Failure?> MapAsync(ClusterReader reader, Survey survey, CancellationToken cancellationToken)
    {
        switch (await reader.GetAsync(ObjectAddress.AwsAuth, cancellationToken).ConfigureAwait(false))
        {
            case ObjectReading.Read { Object: { } map }:
                survey.Keep(ClusterDocuments.AwsAuth, new JsonObject { ["metadata"] = Kept(map)["metadata"]?.DeepClone(), ["data"] = map["data"]?.DeepClone() ?? new JsonObject() });
                return null;
            case ObjectReading.Failed { Failure: { } failure } when failure.Code == ErrorCode.Forbidden:
                survey.Miss("get configmaps kube-system/aws-auth", failure.What, "whom aws-auth lets in");
                return null;
            case ObjectReading.Failed { Failure: var failure }:
                return failure;
            default:
                return null;
        }
    }

    /// <summary>Without what is long and says nothing here: who wrote which field, and the images of nodes.</summary>
    private static JsonObject Kept(JsonObject body)
    {
        var kept = (JsonObject)body.DeepClone();
        (kept["metadata"] as JsonObject)?.Remove("managedFields");
        (kept["status"] as JsonObject)?.Remove("images");
        return kept;
    }
}
