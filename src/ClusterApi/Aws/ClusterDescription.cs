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

/// <summary>The errors of EKS (https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html).</summary>
internal static class EksErrors
{
    public static (string Code, string Message) Read(Exchange.Answered answered)
    {
        var body = Json.Object(answered.Body);
        var code = answered.ErrorType ?? Json.Text(body?["__type"]) ?? Json.Text(body?["code"]) ?? "";
        // "ResourceNotFoundException:http://…" in the header, "com.amazonaws.eks#ResourceNotFoundException" in the body.
        code = code.Split(':')[0];
        return (code[(code.LastIndexOf('#') + 1)..], Json.Text(body?["message"]) ?? Json.Text(body?["Message"]) ?? "");
    }
}
