namespace EksIamCdk.Access.Rbac;

/// <summary>A RoleBinding, or a ClusterRoleBinding when <see cref="Namespace"/> is empty.</summary>
public sealed record RbacBinding
{
    public string Namespace { get; init; } = "";

    public required string Name { get; init; }

    public IReadOnlyList<RbacSubject> Subjects { get; init; } = [];

    /// <summary>Whether the role bound is a ClusterRole.</summary>
    public required bool RoleIsClusterRole { get; init; }

    public required string RoleName { get; init; }

    public bool Equals(RbacBinding? other) =>
        other is not null && Namespace == other.Namespace && Name == other.Name && RoleIsClusterRole == other.RoleIsClusterRole
        && RoleName == other.RoleName && Subjects.SequenceEqual(other.Subjects);

    public override int GetHashCode() => HashCode.Combine(Namespace, Name, RoleName);

    internal string Describe(RbacSubject subject)
    {
        var binding = Namespace.Length == 0 ? $"ClusterRoleBinding \"{Name}\"" : $"RoleBinding \"{Name}/{Namespace}\"";
        return $"RBAC: allowed by {binding} of {(RoleIsClusterRole ? "ClusterRole" : "Role")} \"{RoleName}\" to {subject.Describe(Namespace)}";
    }
}
