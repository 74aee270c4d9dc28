using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Namespaces;

/// <summary>Properties of a <see cref="ServiceAccount"/>.</summary>
public sealed class ServiceAccountProps : NamespacedObjectProps
{
    /// <summary>Whether pods get its token without asking. Default: Kubernetes decides, which is true.</summary>
    public bool? AutomountToken { get; init; }
}

/// <summary>An identity of pods.</summary>
public sealed class ServiceAccount(Construct scope, string id, ServiceAccountProps props)
    : KubernetesObject(scope, id, props.As(KubernetesKind.ServiceAccount, ("automountServiceAccountToken", props.AutomountToken)));
