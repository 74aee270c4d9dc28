using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs;

/// <summary>What all typed Kubernetes objects have.</summary>
public abstract class ObjectProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <summary>Default: <see cref="Constructs.OnDelete.Delete"/>; <see cref="Constructs.OnDelete.Retain"/> for a Namespace.</summary>
    public OnDelete? OnDelete { get; init; }

    /// <summary>The object of these properties, with the members that its kind has besides metadata.</summary>
    internal KubernetesObjectProps As(KubernetesKind kind, params (string Name, object? Value)[] members)
    {
        var metadata = new Dictionary<string, object> { ["name"] = Name };
        if (this is NamespacedObjectProps { Namespace: var ns }) metadata["namespace"] = ns;
        if (Labels is not null) metadata["labels"] = Labels;
        if (Annotations is not null) metadata["annotations"] = Annotations;
        var manifest = new Dictionary<string, object> { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind, ["metadata"] = metadata };
        foreach (var (name, value) in members)
        {
            if (value is not null) manifest[name] = value;
        }

        return new() { Provider = Provider, Manifest = manifest, OnConflict = OnConflict, OnDelete = OnDelete };
    }
}

/// <summary>What all typed Kubernetes objects of a namespace have.</summary>
public abstract class NamespacedObjectProps : ObjectProps
{
    /// <summary>The namespace, which must be there before: in the cluster, or as a dependency.</summary>
    public required string Namespace { get; init; }
}
