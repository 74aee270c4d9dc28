using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>How pods get the credentials of a role.</summary>
public enum WorkloadIdentityKind
{
    /// <summary>By a token of the service account, which STS takes for the cluster's OIDC provider.</summary>
    Irsa,

    /// <summary>By an association, and the agent on the node.</summary>
    PodIdentity,
}

/// <summary>A service account, and the role that its pods have in AWS.</summary>
public sealed record WorkloadSpec
{
    // The name of a ServiceAccount is a DNS subdomain.
    private static readonly WordShape s_serviceAccount = new(
        "a namespace and a service account, such as app/s3-access",
        "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private static readonly ChoiceShape<WorkloadIdentityKind> s_identity = new(
        ("irsa", WorkloadIdentityKind.Irsa), ("pod-identity", WorkloadIdentityKind.PodIdentity));

    internal static readonly RecordShape<WorkloadSpec> Shape = new("a workload", fields =>
    {
        fields.ExactlyOne("role", "createRole");
        var account = fields.Required("serviceAccount", "namespace/name of the service account", s_serviceAccount, Word.Missing);
        var slash = account.Text.IndexOf('/', StringComparison.Ordinal);
        return new()
        {
            Written = account,
            Namespace = slash < 0 ? Word.Missing : account with { Text = account.Text[..slash] },
            ServiceAccount = slash < 0
                ? Word.Missing
                : new(account.Text[(slash + 1)..], account.At with { Column = account.At.Column + slash + 1 }),
            Identity = fields.Optional("identity", "irsa or pod-identity; default: irsa", s_identity) ?? WorkloadIdentityKind.Irsa,
            IdentityAt = fields.PlaceOf("identity"),
            Role = fields.Optional("role", "a role that exists, and trusts the service account", Shapes.RoleArn),
            CreateRole = fields.Optional("createRole", "a role that is made for this service account alone", WorkloadRoleSpec.Shape),
        };
    });

    /// <summary><c>namespace/name</c>.</summary>
    public required Word Written { get; init; }

    public required Word Namespace { get; init; }

    public required Word ServiceAccount { get; init; }

    public required WorkloadIdentityKind Identity { get; init; }

    internal SpecPosition IdentityAt { get; init; }

    /// <summary>Null where a role is made.</summary>
    public required WrittenArn? Role { get; init; }

    /// <summary>Null where the role exists.</summary>
    public required WorkloadRoleSpec? CreateRole { get; init; }
}
