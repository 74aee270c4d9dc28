using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>What the properties of a custom resource declare, read and checked.</summary>
internal abstract record Resource
{
    private Resource(ClusterReference cluster) => Cluster = cluster;

    public ClusterReference Cluster { get; }

    /// <summary>Whether there is something in the cluster that a Delete has to take away.</summary>
    public virtual bool IsMade => true;

    /// <summary>What a Delete of what was never made in the cluster is answered with.</summary>
    public virtual IReadOnlyDictionary<string, string> DataOnDelete => new Dictionary<string, string>();

    /// <summary>Whether both are about the very same entry or object, so that deleting one would delete the other, however their
    /// clusters are named: an ARN that was only added changes the identity in the id, but not the cluster.</summary>
    public bool IsSameTargetAs(Resource other) =>
        Cluster.Name == other.Cluster.Name
        && Cluster.Region == other.Cluster.Region
        && (Cluster.Arn is null || other.Cluster.Arn is null || Cluster.Arn == other.Cluster.Arn)
        && IsSameInClusterAs(other);

    protected abstract bool IsSameInClusterAs(Resource other);

    /// <summary>One entry of kube-system/aws-auth.</summary>
    /// <param name="Cluster">Where it lives.</param>
    /// <param name="Declaration">What it shall be.</param>
    /// <param name="OnConflict">What to do when it is there already.</param>
    /// <param name="AllowLockout">Whether no guard asks who could be locked out.</param>
    public sealed record AwsAuthEntry(ClusterReference Cluster, EntryDeclaration Declaration, OnConflict OnConflict, bool AllowLockout)
        : Resource(Cluster)
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
    public sealed record KubernetesObject(ClusterReference Cluster, Manifest Manifest, OnConflict OnConflict, bool Retain) : Resource(Cluster)
    {
        protected override bool IsSameInClusterAs(Resource other) =>
            other is KubernetesObject kubernetesObject && kubernetesObject.Manifest.Address == Manifest.Address;
    }

    /// <summary>One access entry of EKS.</summary>
    /// <param name="Cluster">Where it lives.</param>
    /// <param name="Declaration">What it shall be.</param>
    /// <param name="OnConflict">What to do when it is there already.</param>
    public sealed record AccessEntry(ClusterReference Cluster, AccessEntryDeclaration Declaration, OnConflict OnConflict) : Resource(Cluster)
    {
        protected override bool IsSameInClusterAs(Resource other) =>
            other is AccessEntry entry && entry.Declaration.Principal == Declaration.Principal;
    }

    /// <summary>What somebody must be allowed, and must not.</summary>
    /// <param name="Cluster">Where it is asked.</param>
    /// <param name="Subject">About whom.</param>
    /// <param name="Expectations">What is expected; at least one.</param>
    /// <param name="Wait">How long the answers may take to become right.</param>
    public sealed record AccessCheck(ClusterReference Cluster, CheckSubject Subject, IReadOnlyList<Expectation> Expectations, TimeSpan Wait)
        : Resource(Cluster)
    {
        public override bool IsMade => false;

        // It is known by its logical id, which an Update keeps.
        protected override bool IsSameInClusterAs(Resource other) => other is AccessCheck;
    }

    /// <summary>How the cluster lets principals in.</summary>
    /// <param name="Cluster">Which cluster.</param>
    /// <param name="Mode">The mode that it shall have.</param>
    /// <param name="AllowLockout">Whether nobody asks who could be locked out.</param>
    public sealed record ClusterMode(ClusterReference Cluster, AuthenticationMode Mode, bool AllowLockout) : Resource(Cluster)
    {
        // A mode cannot be taken away.
        public override bool IsMade => false;

        public override IReadOnlyDictionary<string, string> DataOnDelete => Attributes(
            Mode, $"The authentication mode of cluster {Cluster.Name} stays as it is: EKS has no way back from one.");

        /// <summary>What the resource is answered with.</summary>
        public static Dictionary<string, string> Attributes(AuthenticationMode mode, string warning) =>
            new() { ["Mode"] = mode.Name(), [Answer.Warning] = warning };

        protected override bool IsSameInClusterAs(Resource other) => other is ClusterMode;
    }

    /// <summary>What EKS says of the cluster.</summary>
    public sealed record ClusterLookup(ClusterReference Cluster) : Resource(Cluster)
    {
        public override bool IsMade => false;

        protected override bool IsSameInClusterAs(Resource other) => other is ClusterLookup;
    }
}

/// <summary>Whom a check is about.</summary>
internal abstract record CheckSubject
{
    private CheckSubject()
    {
    }

    /// <summary>Somebody as authentication would name him.</summary>
    public sealed record Named(RbacUser User) : CheckSubject;

    /// <summary>Whoever the live aws-auth makes of an IAM principal.</summary>
    /// <param name="Arn">Of a role without its path, as sessions of it are matched, or of a user.</param>
    public sealed record Principal(string Arn) : CheckSubject;
}

/// <summary>One line of a check.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Allowed">What the answer has to be.</param>
internal sealed record Expectation(AccessRequest Request, bool Allowed);
