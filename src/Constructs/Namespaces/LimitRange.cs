using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Namespaces;

/// <summary>Properties of a <see cref="LimitRange"/>.</summary>
public sealed class LimitRangeProps : NamespacedObjectProps
{
    /// <summary>The limit of a container that names none, such as <c>cpu</c>: <c>500m</c>.</summary>
    public IReadOnlyDictionary<string, string>? Default { get; init; }

    /// <summary>The request of a container that names none.</summary>
    public IReadOnlyDictionary<string, string>? DefaultRequest { get; init; }
}

/// <summary>The defaults of a namespace's containers.</summary>
public sealed class LimitRange(Construct scope, string id, LimitRangeProps props)
    : KubernetesObject(scope, id, props.As(KubernetesKind.LimitRange, ("spec", Spec(props))))
{
    private static Dictionary<string, object> Spec(LimitRangeProps props)
    {
        var limit = new Dictionary<string, object> { ["type"] = "Container" };
        if (props.Default is { } most) limit["default"] = most;
        if (props.DefaultRequest is { } request) limit["defaultRequest"] = request;
        return new() { ["limits"] = new object[] { limit } };
    }
}
