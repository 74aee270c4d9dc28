using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.ClusterApi;
using EksIamCdk.Inspection.Diagnosis;

namespace EksIamCdk.Inspection.Surveys;

/// <summary>Asks a live cluster, for people, what no saved state holds.</summary>
public static class LiveProbe
{
    /// <summary>Whether the API server answers, and knows who asks.</summary>
    public static async Task<ApiServerFinding> ApiServerAsync(ClusterConnection cluster, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return await cluster.Api.Get(ObjectAddress.AwsAuth, cancellationToken).ConfigureAwait(false) switch
        {
            ApiAnswer.NoAnswer none => new ApiServerFinding.NotReached(none.What),
            ApiAnswer.Refused { Status: 401 } => new ApiServerFinding.Unauthorized(caller),
            // Allowed or not: whoever is told so is known.
            _ => new ApiServerFinding.LetIn(caller),
        };
    }

    /// <summary>The pods of a namespace, those that ended left out.</summary>
    public static async Task<PodsFinding> PodsAsync(ClusterConnection cluster, string inNamespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var pods = new List<PodFinding>();
        for (string? page = null; ;)
        {
            switch (await cluster.Api.Pods(inNamespace, page, cancellationToken).ConfigureAwait(false))
            {
                case ApiAnswer.Ok { Object: var list }:
                    pods.AddRange((list["items"] as JsonArray ?? []).OfType<JsonObject>().Where(IsAlive).Select(Of));
                    page = (string?)(list["metadata"] as JsonObject)?["continue"];
                    if (string.IsNullOrEmpty(page)) return new PodsFinding(pods);
                    break;
                case ApiAnswer.Refused refused:
                    return new PodsFinding(null, refused.Message);
                case ApiAnswer.NoAnswer none:
                    return new PodsFinding(null, none.What);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private static bool IsAlive(JsonObject pod) => (string?)pod["status"]?["phase"] is not ("Succeeded" or "Failed");

    private static PodFinding Of(JsonObject pod)
    {
        var variables = (pod["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(container => (container["env"] as JsonArray ?? []).OfType<JsonObject>()).ToList();
        return new(
            RbacJson.NameOf(pod),
            (string?)pod["spec"]?["serviceAccountName"] ?? "default",
            Owner(pod),
            (string?)variables.Find(variable => (string?)variable["name"] == "AWS_ROLE_ARN")?["value"],
            variables.Exists(variable => (string?)variable["name"] == "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            variables.Exists(variable => (string?)variable["name"] == "AWS_ACCESS_KEY_ID"));
    }

    private static string Owner(JsonObject pod) => (pod["metadata"]?["ownerReferences"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is { } owner
        ? ((string?)owner["kind"], (string?)owner["name"]) switch
        {
            // The ReplicaSet of a Deployment is named after it, with a hash.
            ("ReplicaSet", { } name) when name.Contains('-', StringComparison.Ordinal) => $"deployment/{name[..name.LastIndexOf('-')]}",
            ("StatefulSet", { } name) => $"statefulset/{name}",
            ("DaemonSet", { } name) => $"daemonset/{name}",
            _ => "",
        }
        : "";
}
