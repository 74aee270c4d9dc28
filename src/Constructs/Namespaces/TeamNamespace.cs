using Constructs;

namespace EksIamCdk.Constructs.Namespaces;

/// <summary>What the network of a namespace lets through where no other policy says more.</summary>
public enum NetworkDefaults
{
    /// <summary>Everything: no policy.</summary>
    Open,

    /// <summary>Nothing comes in.</summary>
    DenyIngress,

    /// <summary>Nothing comes in, nothing goes out, not even DNS.</summary>
    DenyAll,
}

/// <summary>Properties of a <see cref="TeamNamespace"/>.</summary>
public sealed class TeamNamespaceProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The namespace's name.</summary>
    public required string Name { get; init; }

    /// <summary>Default: none of it is said.</summary>
    public PodSecurityLevel? PodSecurity { get; init; }

    /// <summary>What all pods together may use. Default: no quota.</summary>
    public IReadOnlyDictionary<string, string>? Quota { get; init; }

    /// <summary>The limit of a container that names none. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? DefaultLimit { get; init; }

    /// <summary>The request of a container that names none. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? DefaultRequest { get; init; }

    /// <summary>Default: <see cref="NetworkDefaults.Open"/>.</summary>
    public NetworkDefaults? Network { get; init; }
}

/// <summary>A namespace for a team, with pod security, a quota, defaults of its containers and a default network policy.</summary>
public sealed class TeamNamespace : Construct
{
    public TeamNamespace(Construct scope, string id, TeamNamespaceProps props)
        : base(scope, id)
    {
        Namespace = new KubernetesNamespace(
            this, "Resource", new() { Provider = props.Provider, Name = props.Name, PodSecurity = props.PodSecurity });
        if (props.Quota is { Count: > 0 } quota)
        {
            _ = new ResourceQuota(
                this, "Quota", new() { Provider = props.Provider, Namespace = props.Name, Name = "team-quota", Hard = quota });
        }

        if (props.DefaultLimit is { Count: > 0 } || props.DefaultRequest is { Count: > 0 })
        {
            _ = new LimitRange(this, "Limits", new()
            {
                Provider = props.Provider,
                Namespace = props.Name,
                Name = "team-limits",
                Default = props.DefaultLimit,
                DefaultRequest = props.DefaultRequest,
            });
        }

        if (props.Network is NetworkDefaults.DenyIngress or NetworkDefaults.DenyAll)
        {
            _ = new NetworkPolicy(this, "Network", new()
            {
                Provider = props.Provider,
                Namespace = props.Name,
                Name = "team-default",
                Ingress = [],
                Egress = props.Network == NetworkDefaults.DenyAll ? [] : null,
            });
        }
    }

    /// <summary>The namespace itself. What this provider declares in it is deployed after it.</summary>
    public KubernetesNamespace Namespace { get; }
}
