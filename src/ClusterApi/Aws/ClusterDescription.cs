using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>What EKS says of a cluster, as far as it is used here.
/// <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html"/></summary>
public sealed record ClusterDescription
{
    public required string Name { get; init; }

    public string? Arn { get; init; }

    /// <summary><c>CREATING</c>, <c>ACTIVE</c>, <c>DELETING</c>, <c>FAILED</c>, <c>UPDATING</c>, <c>PENDING</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Of Kubernetes, such as <c>1.33</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Null while the cluster is being created.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Base64 of PEM; null while the cluster is being created.</summary>
    public string? CertificateAuthorityData { get; init; }

    /// <summary>An https URL.</summary>
    public string? OidcIssuer { get; init; }

    /// <summary><c>CONFIG_MAP</c>, <c>API_AND_CONFIG_MAP</c> or <c>API</c>.</summary>
    public string? AuthenticationMode { get; init; }

    /// <summary>What is known of it, by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes => new[]
    {
        (nameof(Name), Name), (nameof(Arn), Arn), (nameof(Endpoint), Endpoint), (nameof(CertificateAuthorityData), CertificateAuthorityData),
        (nameof(OidcIssuer), OidcIssuer), (nameof(AuthenticationMode), AuthenticationMode),
    }.Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.Item1, pair => pair.Item2!, StringComparer.Ordinal);

    internal static ClusterDescription? Read(ReadOnlyMemory<byte> body) =>
        Json.Object(body)?["cluster"] is JsonObject cluster && Json.Text(cluster["name"]) is { } name && Json.Text(cluster["status"]) is { } status
            ? new()
            {
                Name = name,
                Status = status,
                Arn = Json.Text(cluster["arn"]),
                Version = Json.Text(cluster["version"]),
                Endpoint = Json.Text(cluster["endpoint"]),
                CertificateAuthorityData = Json.Text((cluster["certificateAuthority"] as JsonObject)?["data"]),
                OidcIssuer = Json.Text(((cluster["identity"] as JsonObject)?["oidc"] as JsonObject)?["issuer"]),
                AuthenticationMode = Json.Text((cluster["accessConfig"] as JsonObject)?["authenticationMode"]),
            }
            : null;
}
