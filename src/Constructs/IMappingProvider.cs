using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs;

/// <summary>
/// A function that writes into one cluster: a <see cref="MappingProvider"/>, one that is there already
/// (<see cref="MappingProvider.FromServiceToken"/>), or either of them on another cluster (<see cref="For"/>).
/// </summary>
public interface IMappingProvider
{
    /// <summary>The cluster that this provider works on.</summary>
    ClusterTarget Cluster { get; }

    /// <summary>The <c>ServiceToken</c> of the custom resources.</summary>
    string ServiceToken { get; }

    /// <summary>The address of the API server: as given, else looked up at deploy time.</summary>
    string Endpoint { get; }

    /// <summary>The cluster's CA as base64 of PEM: as given, else looked up at deploy time.</summary>
    string CertificateAuthorityData { get; }

    /// <summary>The URL of the cluster's OIDC issuer: as given, else looked up at deploy time.</summary>
    string OidcIssuer { get; }

    /// <summary>
    /// The same function on another cluster: its role may find that one (or assume the cluster's <c>AccessRoleArn</c>), and gets an access
    /// entry there. A provider by its service token may be allowed so only by its owner.
    /// </summary>
    /// <param name="scope">Where the provider is declared.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="cluster">The other cluster.</param>
    /// <param name="policy">What the function may do there. Default: AmazonEKSClusterAdminPolicy in the whole cluster, or with
    /// <see cref="MappingProviderProps.LeastPrivilege"/> of this provider what its resources there need.</param>
    IMappingProvider For(Construct scope, string id, ClusterTarget cluster, EntryPolicy? policy = null);

    /// <summary>A custom resource of this provider, which waits for the provider to be let in.</summary>
    internal CfnResource Resource(Construct scope, string type, IReadOnlyDictionary<string, object> properties, FunctionNeed need);

    /// <summary>The custom resource that takes the cluster to its authentication mode, in its place before or after access entries.</summary>
    internal CfnResource Mode(Construct scope, string type, IReadOnlyDictionary<string, object> properties, FunctionNeed need);

    /// <summary>Takes an access entry of the cluster: it waits for a mode that knows access entries, and mode API waits for it.</summary>
    internal void Order(CfnResource accessEntry);

    /// <summary>Takes a principal for one construct, which is mapped in the cluster once.</summary>
    /// <returns>The path of the construct that has it already, or null.</returns>
    internal string? Claim(string principal, string construct);

    /// <summary>Deploys an object after those that it needs, whichever of them is declared first.</summary>
    internal void Order(ObjectAddress address, IReadOnlyList<ObjectAddress> needs, CfnResource resource);
}
