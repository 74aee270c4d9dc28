using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Namespaces;

/// <summary>Properties of a <see cref="NetworkPolicy"/>.</summary>
public sealed class NetworkPolicyProps : NamespacedObjectProps
{
    /// <summary>The pods that it is for. Default: all of the namespace.</summary>
    public IReadOnlyDictionary<string, string>? PodLabels { get; init; }

    /// <summary>Rules of what may come in, as a manifest has them. Empty: nothing may. Default: this policy is not about it.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object>>? Ingress { get; init; }

    /// <summary>Rules of what may go out. Empty: nothing may, not even DNS. Default: this policy is not about it.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object>>? Egress { get; init; }
}

/// <summary>What the network lets through to and from pods.</summary>
public sealed class NetworkPolicy : KubernetesObject
{
    /// <exception cref="ArgumentException">It is about neither ingress nor egress.</exception>
    public NetworkPolicy(Construct scope, string id, NetworkPolicyProps props)
        : base(scope, id, props.As(KubernetesKind.NetworkPolicy, ("spec", Spec($"{scope.Node.Path}/{id}", props))))
    {
    }

    private static Dictionary<string, object> Spec(string construct, NetworkPolicyProps props)
    {
        var problems = new ConstructProblems(construct);
        if (props is { Ingress: null, Egress: null }) problems.Add("Ingress, Egress", null, "at least one of them");
        problems.Throw();

        var selector = new Dictionary<string, object>();
        if (props.PodLabels is { } labels) selector["matchLabels"] = labels;
        var types = new List<string>();
        var spec = new Dictionary<string, object> { ["podSelector"] = selector, ["policyTypes"] = types };
        Put("Ingress", "ingress", props.Ingress);
        Put("Egress", "egress", props.Egress);
        return spec;

        void Put(string type, string member, IReadOnlyList<IReadOnlyDictionary<string, object>>? rules)
        {
            if (rules is null) return;
            types.Add(type);
            if (rules.Count > 0) spec[member] = rules;
        }
    }
}
