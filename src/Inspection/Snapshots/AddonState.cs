namespace EksIamCdk.Inspection.Snapshots;

/// <summary>An add-on of EKS that the cluster has. Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html.</summary>
/// <param name="Name">Such as <c>vpc-cni</c>.</param>
/// <param name="Status"><c>ACTIVE</c>, <c>CREATING</c>, <c>DEGRADED</c>…</param>
/// <param name="RoleArn">Of its service account, by IRSA; null where it has none of its own.</param>
/// <param name="Issues">What EKS says is wrong with it, each a sentence.</param>
public sealed record AddonState(string Name, string Status, string? RoleArn, IReadOnlyList<string> Issues)
{
    public bool Equals(AddonState? other) =>
        other is not null && (Name, Status, RoleArn) == (other.Name, other.Status, other.RoleArn) && Issues.SequenceEqual(other.Issues);

    public override int GetHashCode() => HashCode.Combine(Name, Status, RoleArn);
}

/// <summary>A managed node group. Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html.</summary>
/// <param name="Name">As its nodes carry it in the label <c>eks.amazonaws.com/nodegroup</c>.</param>
/// <param name="Status"><c>ACTIVE</c>, <c>CREATE_FAILED</c>, <c>DEGRADED</c>…</param>
/// <param name="RoleArn">Of its nodes.</param>
/// <param name="DesiredSize">How many nodes it is to have; null where it is not known.</param>
/// <param name="Issues">What EKS says is wrong with it, each a sentence.</param>
public sealed record NodeGroupState(string Name, string Status, string RoleArn, int? DesiredSize, IReadOnlyList<string> Issues)
{
    public bool Equals(NodeGroupState? other) =>
        other is not null && (Name, Status, RoleArn, DesiredSize) == (other.Name, other.Status, other.RoleArn, other.DesiredSize)
        && Issues.SequenceEqual(other.Issues);

    public override int GetHashCode() => HashCode.Combine(Name, Status, RoleArn);
}
