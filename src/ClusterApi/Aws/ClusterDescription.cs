using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>What EKS says of a cluster, as far as it is used here.</summary>
/// <param name="Status"><c>CREATING</c>, <c>ACTIVE</c>, <c>DELETING</c>, <c>FAILED</c>, <c>UPDATING</c>, <c>PENDING</c>.</param>
/// <param name="Endpoint">Null while the cluster is being created.</param>
/// <param name="CertificateAuthorityData">Base64 of PEM; null while the cluster is being created.</param>
internal sealed record ClusterDescription(string Name, string? Arn, string Status, string? Endpoint, string? CertificateAuthorityData)
{
    public static ClusterDescription? Read(ReadOnlyMemory<byte> body) =>
        Json.Object(body)?["cluster"] is JsonObject cluster && Json.Text(cluster["name"]) is { } name && Json.Text(cluster["status"]) is { } status
            ? new(name, Json.Text(cluster["arn"]), status, Json.Text(cluster["endpoint"]),
                Json.Text((cluster["certificateAuthority"] as JsonObject)?["data"]))
            : null;
}
