using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The cluster of a spec: one that exists, or one to make.</summary>
public sealed record ClusterSpec
{
    private static readonly WordShape s_base64 = new("base64 text of PEM", "[A-Za-z0-9+/]+={0,2}");

    private static readonly ChoiceShape<AuthenticationMode> s_mode = new([.. AuthenticationModes.All]);

    internal static readonly RecordShape<ClusterSpec> Shape = new("cluster", fields => new()
    {
        AuthenticationModeAt = fields.PlaceOf("authenticationMode"),
        Name = fields.Required("name", "the name of the cluster", Shapes.ClusterName, Word.Missing),
        AuthenticationMode = fields.Optional(
            "authenticationMode", "how the cluster lets principals in; default: API_AND_CONFIG_MAP", s_mode)
            ?? AuthenticationMode.ApiAndConfigMap,
        Create = fields.Optional("create", "the cluster to make; left out: the cluster exists", CreateClusterSpec.Shape),
        Arn = fields.Optional(
            "arn", "the ARN of the cluster; the cluster is known by it where it is given, else by its name", Shapes.ClusterArn),
        Endpoint = fields.Optional(
            "endpoint", "the address of its API server; looked up at deploy time where it is left out", Shapes.Url),
        CertificateAuthorityData = fields.Optional(
            "certificateAuthorityData", "its CA as base64; given together with endpoint", s_base64),
        OidcIssuer = fields.Optional(
            "oidcIssuer", "the URL of its OIDC issuer; looked up at deploy time where it is left out and needed", Shapes.Url),
        Region = fields.Optional("region", "its Region, where it is not that of the stack", Shapes.Region),
        AccessRoleArn = fields.Optional("accessRoleArn", "a cluster of another account: the role to assume there", Shapes.Text),
        ExternalId = fields.Optional("externalId", "the external id that the role of accessRoleArn asks for", Shapes.ExternalId),
    });

    public required Word Name { get; init; }

    public required AuthenticationMode AuthenticationMode { get; init; }

    internal SpecPosition AuthenticationModeAt { get; init; }

    /// <summary>Null for a cluster that exists.</summary>
    public required CreateClusterSpec? Create { get; init; }

    public required Word? Arn { get; init; }

    public required Word? Endpoint { get; init; }

    public required Word? CertificateAuthorityData { get; init; }

    public required Word? OidcIssuer { get; init; }

    public required Word? Region { get; init; }

    public required Word? AccessRoleArn { get; init; }

    public required Word? ExternalId { get; init; }

    /// <summary>What principals are mapped by, so that the cluster reads it.</summary>
    public Backends BackendsOf(Via via) => via switch
    {
        Via.AwsAuth => Backends.AwsAuth,
        Via.AccessEntry => Backends.AccessEntry,
        Via.Both => Backends.AwsAuth | Backends.AccessEntry,
        _ => AuthenticationMode == AuthenticationMode.Api ? Backends.AccessEntry : Backends.AwsAuth,
    };
}
