using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Namespaces;

/// <summary>A Pod Security Standard. Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/.</summary>
public enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

/// <summary>Properties of a <see cref="KubernetesNamespace"/>.</summary>
public sealed class KubernetesNamespaceProps : ObjectProps
{
    /// <summary>The standard that is enforced, warned of and audited. Default: none of it is said.</summary>
    public PodSecurityLevel? PodSecurity { get; init; }
}

/// <summary>A namespace. It stays when its resource is deleted, unless <see cref="OnDelete.Delete"/> is asked for.</summary>
public sealed class KubernetesNamespace : KubernetesObject
{
    public KubernetesNamespace(Construct scope, string id, KubernetesNamespaceProps props)
        : base(scope, id, WithLabels(props).As(KubernetesKind.Namespace))
    {
    }

    private static KubernetesNamespaceProps WithLabels(KubernetesNamespaceProps props)
    {
        if (props.PodSecurity is not { } level) return props;

        var labels = new Dictionary<string, string>(props.Labels ?? new Dictionary<string, string>());
        foreach (var mode in new[] { "enforce", "warn", "audit" })
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = level.ToString().ToLowerInvariant();
        }

        return new()
        {
            Provider = props.Provider,
            Name = props.Name,
            Labels = labels,
            Annotations = props.Annotations,
            OnConflict = props.OnConflict,
            OnDelete = props.OnDelete,
        };
    }
}
