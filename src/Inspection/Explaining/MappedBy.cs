using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>What makes a principal somebody in the cluster.</summary>
public abstract record MappedBy
{
    private MappedBy()
    {
    }

    /// <summary>An access entry of EKS.</summary>
    public sealed record AccessEntry(AccessEntryState Entry) : MappedBy;

    /// <summary>An entry of the aws-auth map. Line and column count inside its section.</summary>
    public sealed record AwsAuthEntry(Section Section, EntryInForce Entry) : MappedBy;

    /// <summary>It is a service account of the cluster.</summary>
    public sealed record ServiceAccount(string Namespace, string Name) : MappedBy;
}
