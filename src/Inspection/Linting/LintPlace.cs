using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Where something was found.</summary>
/// <param name="Text">For people, and the same from run to run as long as the thing keeps its name: <c>RoleBinding shop/releases</c>.</param>
/// <param name="Document">The document of a saved state that holds it, a name of <see cref="ClusterDocuments"/>.</param>
/// <param name="Key">What tells it from others in that document: <c>shop/releases</c>, an ARN, a key of aws-auth.</param>
public sealed record LintPlace(string Text, string Document, string Key)
{
    public override string ToString() => Text;

    internal static LintPlace AwsAuth { get; } = new("aws-auth", ClusterDocuments.AwsAuth, "");

    internal static LintPlace Line(Section section, int line) =>
        new(string.Create(CultureInfo.InvariantCulture, $"aws-auth {section.Key()} line {line}"), ClusterDocuments.AwsAuth, section.Key());

    internal static LintPlace MapKey(string key) => new($"aws-auth {key}", ClusterDocuments.AwsAuth, key);

    internal static LintPlace Entry(AccessEntryState entry) => new($"access entry of {entry.PrincipalArn}", ClusterDocuments.AccessEntries, entry.PrincipalArn);

    internal static LintPlace Of(RbacBinding binding) =>
        Object(binding.Namespace.Length == 0 ? KubernetesKind.ClusterRoleBinding : KubernetesKind.RoleBinding, binding.Namespace, binding.Name);

    internal static LintPlace Of(RbacRole role) =>
        Object(role.Namespace.Length == 0 ? KubernetesKind.ClusterRole : KubernetesKind.Role, role.Namespace, role.Name);

    internal static LintPlace Of(NamespaceState ns) => Object(KubernetesKind.Namespace, "", ns.Name);

    internal static LintPlace Of(ServiceAccountState account) => Object(KubernetesKind.ServiceAccount, account.Namespace, account.Name);

    internal static LintPlace Of(IamRoleState role) => new($"IAM role {role.Arn}", ClusterDocuments.IamRoles, role.Arn);

    internal static LintPlace Of(PodIdentityState association)
    {
        var key = $"{association.Namespace}/{association.ServiceAccount}";
        return new($"Pod Identity association {key}", ClusterDocuments.PodIdentities, key);
    }

    /// <param name="issuer">Without <c>https://</c>.</param>
    internal static LintPlace OidcProvider(string issuer) => new($"OIDC provider {issuer}", ClusterDocuments.OidcProviders, issuer);

    private static LintPlace Object(KubernetesKind kind, string inNamespace, string name)
    {
        var key = inNamespace.Length == 0 ? name : $"{inNamespace}/{name}";
        return new($"{kind.Kind} {key}", ClusterDocuments.Of(kind), key);
    }
}
