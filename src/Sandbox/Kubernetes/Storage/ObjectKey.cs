using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Storage;

/// <summary>Where an object is kept. Namespace is empty for kinds of the whole cluster.</summary>
internal sealed record ObjectKey(ResourceKind Kind, string Namespace, string Name)
{
    public bool Equals(ObjectKey? other) =>
        other is not null && Kind.Plural == other.Kind.Plural && Kind.Group == other.Kind.Group && Namespace == other.Namespace && Name == other.Name;

    public override int GetHashCode() => HashCode.Combine(Kind.Plural, Namespace, Name);
}
