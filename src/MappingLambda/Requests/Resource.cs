using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>What the properties of a custom resource declare, read and checked.</summary>
internal abstract record Resource
{
    private Resource(ClusterReference cluster, OnConflict onConflict)
    {
        Cluster = cluster;
        OnConflict = onConflict;
    }

    public ClusterReference Cluster { get; }

    public OnConflict OnConflict { get; }

    /// <summary>Whether both are about the very same entry or object, so that deleting one would delete the other, however their
    /// clusters are named: an ARN that was only added changes the identity in the id, but not the cluster.</summary>
    public bool IsSameTargetAs(Resource other) =>
        Cluster.Name == other.Cluster.Name
        && Cluster.Region == other.Cluster.Region
        && (Cluster.Arn is null || other.Cluster.Arn is null || Cluster.Arn == other.Cluster.Arn)
        && IsSameInClusterAs(other);

    protected abstract bool IsSameInClusterAs(Resource other);

    /// <summary>One entry of kube-system/aws-auth.</summary>
    public sealed record AwsAuthEntry(ClusterReference Cluster, EntryDeclaration Declaration, OnConflict OnConflict) : Resource(Cluster, OnConflict)
    {
        // The authenticator matches ARNs without regard to case.
        protected override bool IsSameInClusterAs(Resource other) =>
            other is AwsAuthEntry entry
            && entry.Declaration.Section == Declaration.Section
            && entry.Declaration.Entry.Id.Equals(Declaration.Entry.Id, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One Kubernetes object.</summary>
    /// <param name="Cluster">Where it lives.</param>
    /// <param name="Manifest">What it shall be.</param>
    /// <param name="OnConflict">What to do when it is there already.</param>
    /// <param name="Retain">Whether it stays when the resource is deleted.</param>
    public sealed record KubernetesObject(ClusterReference Cluster, Manifest Manifest, OnConflict OnConflict, bool Retain) : Resource(Cluster, OnConflict)
    {
        protected override bool IsSameInClusterAs(Resource other) =>
            other is KubernetesObject kubernetesObject && kubernetesObject.Manifest.Address == Manifest.Address;
    }
}
