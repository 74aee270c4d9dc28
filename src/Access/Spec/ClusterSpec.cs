using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The cluster of a spec: one that exists.</summary>
public sealed record ClusterSpec
{
    private static readonly WordShape s_name = new(
        "a cluster name of at most 100 letters, digits, - or _, which begins with a letter or digit", "[0-9A-Za-z][A-Za-z0-9_-]{0,99}");
    private static readonly WordShape s_arn = new(
        "the ARN of a cluster, such as arn:aws:eks:eu-west-1:111122223333:cluster/demo",
        "arn:aws[a-z-]*:eks:[a-z0-9-]+:[0-9]{12}:cluster/[0-9A-Za-z][A-Za-z0-9_-]{0,99}");
    private static readonly WordShape s_base64 = new("base64 text of PEM", "[A-Za-z0-9+/]+={0,2}");
    private static readonly WordShape s_region = new("a Region such as eu-west-1", "[a-z]{2,}(-[a-z]+)+-[0-9]+");
    private static readonly WordShape s_externalId = new(
        "an external id of 2 to 1224 letters, digits or +=,.@:/-_", "[A-Za-z0-9_+=,.@:/-]{2,1224}");

    private static readonly ChoiceShape<AuthenticationMode> s_mode = new(
    [
        ("CONFIG_MAP", AuthenticationMode.ConfigMap),
        ("API_AND_CONFIG_MAP", AuthenticationMode.ApiAndConfigMap),
        ("API", AuthenticationMode.Api),
    ]);

    internal static readonly RecordShape<ClusterSpec> Shape = new("cluster", fields =>
    {
        fields.NotYet("create");
        return new()
        {
            AuthenticationModeAt = fields.PlaceOf("authenticationMode"),
            Name = fields.Required("name", "the name of the cluster", s_name, Word.Missing),
            AuthenticationMode = fields.Optional(
                "authenticationMode", "how the cluster lets principals in; default: API_AND_CONFIG_MAP", s_mode)
                ?? AuthenticationMode.ApiAndConfigMap,
            Arn = fields.Optional("arn", "the ARN of the cluster; the cluster is known by it where it is given, else by its name", s_arn),
            Endpoint = fields.Optional(
                "endpoint", "the address of its API server; looked up at deploy time where it is left out", Shapes.Url),
            CertificateAuthorityData = fields.Optional(
                "certificateAuthorityData", "its CA as base64; given together with endpoint", s_base64),
            OidcIssuer = fields.Optional("oidcIssuer", "the URL of its OIDC issuer", Shapes.Url),
            Region = fields.Optional("region", "its Region, where it is not that of the stack", s_region),
            AccessRoleArn = fields.Optional("accessRoleArn", "a cluster of another account: the role to assume there", Shapes.Text),
            ExternalId = fields.Optional("externalId", "the external id that the role of accessRoleArn asks for", s_externalId),
        };
    });

    public required Word Name { get; init; }

    public required AuthenticationMode AuthenticationMode { get; init; }

    internal SpecPosition AuthenticationModeAt { get; init; }

    public required Word? Arn { get; init; }

    public required Word? Endpoint { get; init; }

    public required Word? CertificateAuthorityData { get; init; }

    public required Word? OidcIssuer { get; init; }

    public required Word? Region { get; init; }

    public required Word? AccessRoleArn { get; init; }

    public required Word? ExternalId { get; init; }
}
