namespace EksIamCdk.Access.Rbac;

/// <summary>A Role, or a ClusterRole when <see cref="Namespace"/> is empty.</summary>
public sealed record RbacRole
{
    public string Namespace { get; init; } = "";

    public required string Name { get; init; }

    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];

    public bool Equals(RbacRole? other) => other is not null && Namespace == other.Namespace && Name == other.Name && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => HashCode.Combine(Namespace, Name, Rules.Count);
}
