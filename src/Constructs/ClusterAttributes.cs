using Amazon.CDK.AWS.EKS;

namespace EksIamCdk.Constructs;

/// <summary>What is known of a cluster at synth. Only the name is needed: the rest can be looked up at deploy time.</summary>
public sealed class ClusterAttributes
{
    /// <summary>The cluster's name.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's ARN: its identity where it is given, else the name is.</summary>
    public string? Arn { get; init; }

    /// <summary>The <c>https://</c> address of the API server. Goes together with <see cref="CertificateAuthorityData"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The cluster's CA as base64 of PEM. Goes together with <see cref="Endpoint"/>.</summary>
    public string? CertificateAuthorityData { get; init; }

    /// <summary>The URL of the cluster's OIDC issuer, for service accounts with roles.</summary>
    public string? OidcIssuer { get; init; }

    /// <summary>The cluster's Region, where it is not the stack's.</summary>
    public string? Region { get; init; }

    /// <summary>A role to assume before anything else: a cluster of another account.</summary>
    public string? AccessRoleArn { get; init; }

    /// <summary>The external id that <see cref="AccessRoleArn"/> asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>How the cluster lets principals in. Default: API_AND_CONFIG_MAP.</summary>
    public AuthenticationMode? AuthenticationMode { get; init; }
}
