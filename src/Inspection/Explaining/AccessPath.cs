using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>One way by which somebody is given rights.</summary>
/// <param name="Namespace">Where; empty for the whole cluster. A beginning such as <c>dev-*</c> where an access policy says so.</param>
/// <param name="Rules">What is given; null when there is no such role.</param>
public abstract record AccessPath(string Namespace, IReadOnlyList<PolicyRule>? Rules)
{
    /// <summary>By membership in <c>system:masters</c>, whatever the roles say.</summary>
    public sealed record Masters() : AccessPath("", AccessPolicyRules.Everything)
    {
        public override string ToString() => $"Group {RbacUser.Masters}, which may do everything";
    }

    /// <summary>By an access policy of EKS.</summary>
    public sealed record Policy(PolicyAssociation Association, string In, IReadOnlyList<PolicyRule>? Given) : AccessPath(In, Given)
    {
        public string Name => Association.PolicyArn[(Association.PolicyArn.LastIndexOf('/') + 1)..];

        public override string ToString() => $"access policy {Name}{(In.Length == 0 ? "" : $" in {In}")}";
    }

    /// <summary>By a binding.</summary>
    public sealed record Binding(RbacBinding Bound, RbacSubject Subject, IReadOnlyList<PolicyRule>? Given) : AccessPath(Bound.Namespace, Given)
    {
        public string RoleKind => Bound.RoleIsClusterRole ? "ClusterRole" : "Role";

        public override string ToString() =>
            $"{Subject.Kind} {Subject.Name} > {(Bound.Namespace.Length == 0 ? $"ClusterRoleBinding {Bound.Name}" : $"RoleBinding {Bound.Namespace}/{Bound.Name}")} > {RoleKind} {Bound.RoleName}";
    }

    /// <summary>Whether it gives something in a namespace (empty: in the whole cluster).</summary>
    public bool Reaches(string inNamespace)
    {
        ArgumentNullException.ThrowIfNull(inNamespace);
        return Namespace.Length == 0 || Namespace == inNamespace
            || (Namespace.EndsWith('*') && inNamespace.Length > 0 && inNamespace.StartsWith(Namespace[..^1], StringComparison.Ordinal));
    }
}
