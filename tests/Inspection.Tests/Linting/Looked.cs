using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Linting;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Linting;

/// <summary>Small clusters to look over, with the roles that every cluster starts with.</summary>
internal sealed record Looked
{
    public AuthenticationMode? Mode { get; init; } = AuthenticationMode.ApiAndConfigMap;

    public IReadOnlyList<AccessEntryState>? Entries { get; init; } = [];

    public IReadOnlyList<RbacRole> Roles { get; init; } = [];

    public IReadOnlyList<RbacBinding> Bindings { get; init; } = [];

    public IReadOnlyList<NamespaceState> Namespaces { get; init; } = [];

    public IReadOnlyList<ServiceAccountState> ServiceAccounts { get; init; } = [];

    public IReadOnlyList<PodIdentityState> PodIdentities { get; init; } = [];

    public IReadOnlyList<IamRoleState>? IamRoles { get; init; } = [];

    public IReadOnlyDictionary<string, string>? AwsAuth { get; init; }

    /// <summary>Kinds that could not be read.</summary>
    public IReadOnlyList<KubernetesKind> Unread { get; init; } = [];

    public const string Issuer = "oidc.eks.eu-west-1.amazonaws.com/id/AAAA";

    /// <summary>Of a role, whose sessions become <c>ROLE:SESSION</c>.</summary>
    public static AccessEntryState Entry(string role, params string[] groups) => new(
        $"arn:aws:iam::111122223333:role/{role}", new AccessEntryContent { Type = "STANDARD", Username = $"{role}:{{{{SessionName}}}}", Groups = groups, Policies = [] });

    public static RbacBinding Binding(string ns, string role, params RbacSubject[] subjects) =>
        new() { Namespace = ns, Name = "binding", RoleIsClusterRole = true, RoleName = role, Subjects = subjects };

    public static RbacSubject Group(string name) => new(SubjectKind.Group, name);

    public static PolicyRule Rule(string verb, string group, string resource, params string[] names) =>
        new() { Verbs = [verb], ApiGroups = [group], Resources = [resource], ResourceNames = names };

    public LintReport Lint() => ClusterLint.Of(new ClusterState
    {
        Name = "looked",
        Arn = "arn:aws:eks:eu-west-1:111122223333:cluster/looked",
        AccountId = "111122223333",
        Mode = Mode,
        OidcIssuer = $"https://{Issuer}",
        AwsAuth = AwsAuth,
        AccessEntries = Entries,
        Roles = [.. DefaultRoles.Roles, .. Roles],
        Bindings = [.. DefaultRoles.Bindings, .. Bindings],
        Namespaces = Namespaces,
        ServiceAccounts = ServiceAccounts,
        PodIdentities = PodIdentities,
        IamRoles = IamRoles,
        OidcProviders = [new($"arn:aws:iam::111122223333:oidc-provider/{Issuer}", ["sts.amazonaws.com"])],
        Objects = ClusterDocuments.Kinds.Except(Unread).ToDictionary(kind => kind, IReadOnlyList<JsonObject> (_) => []),
    });

    /// <summary>The codes of what is found, in order.</summary>
    public IEnumerable<string> Codes() => Lint().Findings.Select(finding => finding.Rule.Code).Order(StringComparer.Ordinal);
}
