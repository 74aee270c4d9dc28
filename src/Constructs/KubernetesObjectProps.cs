namespace EksIamCdk.Constructs;

/// <summary>Properties of a <see cref="KubernetesObject"/>.</summary>
public sealed class KubernetesObjectProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The object: <c>apiVersion</c>, <c>kind</c>, <c>metadata</c>, and what its kind has. Tokens may be inside.</summary>
    public required IReadOnlyDictionary<string, object> Manifest { get; init; }

    /// <summary>Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <summary>Default: <see cref="Constructs.OnDelete.Delete"/>; <see cref="Constructs.OnDelete.Retain"/> for a Namespace.</summary>
    public OnDelete? OnDelete { get; init; }
}
