using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Namespaces;

/// <summary>Properties of a <see cref="ResourceQuota"/>.</summary>
public sealed class ResourceQuotaProps : NamespacedObjectProps
{
    /// <summary>The most of each resource, such as <c>requests.cpu</c>: <c>20</c>.</summary>
    public required IReadOnlyDictionary<string, string> Hard { get; init; }
}

/// <summary>What all pods of a namespace together may use.</summary>
public sealed class ResourceQuota(Construct scope, string id, ResourceQuotaProps props)
    : KubernetesObject(
        scope, id, props.As(KubernetesKind.ResourceQuota, ("spec", new Dictionary<string, object> { ["hard"] = props.Hard })));
