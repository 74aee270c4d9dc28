using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>
/// What decides who may do what in one cluster, at one moment: read live, out of a saved state, or from a spec before it is deployed. What could
/// not be read is in <see cref="Unread"/>, never taken for absent without a word.
/// </summary>
public sealed class ClusterState
{
    /// <summary>The name of the EKS cluster; where only a kubeconfig is known, of its context.</summary>
    public required string Name { get; init; }

    /// <summary>Null where it is not known.</summary>
    public string? Arn { get; init; }

    public string? Region { get; init; }

    /// <summary>12 digits; null where it is not known.</summary>
    public string? AccountId { get; init; }

    /// <summary>Null where EKS was not asked.</summary>
    public AuthenticationMode? Mode { get; init; }

    /// <summary><c>CREATING</c>, <c>ACTIVE</c>, <c>UPDATING</c>, <c>DELETING</c>, <c>FAILED</c>; null where EKS was not asked.</summary>
    public string? Status { get; init; }

    /// <summary>Of Kubernetes, such as <c>1.33</c>; null where it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>Of the cluster, with <c>https://</c>; null where it is not known.</summary>
    public string? OidcIssuer { get; init; }

    /// <summary>The data of kube-system/aws-auth; null when there is no such ConfigMap, or it could not be read.</summary>
    public IReadOnlyDictionary<string, string>? AwsAuth { get; init; }

    /// <summary>The annotation of aws-auth that tells whose its entries are; null when none is.</summary>
    public string? AwsAuthClaims { get; init; }

    /// <summary>Null where EKS was not asked.</summary>
    public IReadOnlyList<AccessEntryState>? AccessEntries { get; init; }

    public IReadOnlyList<RbacRole> Roles { get; init; } = [];

    public IReadOnlyList<RbacBinding> Bindings { get; init; } = [];

    public IReadOnlyList<NamespaceState> Namespaces { get; init; } = [];

    public IReadOnlyList<ServiceAccountState> ServiceAccounts { get; init; } = [];

    /// <summary>Null where EKS was not asked.</summary>
    public IReadOnlyList<PodIdentityState>? PodIdentities { get; init; }

    /// <summary>Null where EKS was not asked.</summary>
    public IReadOnlyList<AddonState>? Addons { get; init; }

    /// <summary>Null where EKS was not asked.</summary>
    public IReadOnlyList<NodeGroupState>? NodeGroups { get; init; }

    /// <summary>The roles that the cluster names and that IAM was asked for; null where IAM was not asked.</summary>
    public IReadOnlyList<IamRoleState>? IamRoles { get; init; }

    /// <summary>Null where IAM was not asked.</summary>
    public IReadOnlyList<OidcProviderState>? OidcProviders { get; init; }

    /// <summary>Whole objects by kind, as the API server gives them, as far as they were read; of Secrets never the data.</summary>
    public IReadOnlyDictionary<KubernetesKind, IReadOnlyList<JsonObject>> Objects { get; init; } = new Dictionary<KubernetesKind, IReadOnlyList<JsonObject>>();

    /// <summary>Nodes, as the API server gives them.</summary>
    public IReadOnlyList<JsonObject> Nodes { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<UnreadPart> Unread { get; init; } = [];

    /// <summary>Whether it is only what a spec declares, so that nothing can be told to be missing.</summary>
    public bool IsDeclared => Unread.Any(part => part.What == UnreadPart.LiveCluster);

    /// <summary>The roles and bindings, ready to be asked.</summary>
    public RbacPolicy Policy => field ??= new(Roles, Bindings);

    /// <summary>The map as the authenticator reads it; no entries where it is not read (mode API).</summary>
    public AwsAuthReading Map => field ??= Mode == AuthenticationMode.Api ? new(null) : WrittenMap;

    /// <summary>The map as it would be read, whatever the mode of the cluster.</summary>
    public AwsAuthReading WrittenMap => field ??= new(AwsAuth);
}
