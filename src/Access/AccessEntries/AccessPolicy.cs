namespace EksIamCdk.Access.AccessEntries;

/// <summary>
/// The access policies of EKS for people and programs. Source:
/// https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html.
/// </summary>
public static class AccessPolicy
{
    public const string ClusterAdmin = "AmazonEKSClusterAdminPolicy";
    public const string Admin = "AmazonEKSAdminPolicy";
    public const string AdminView = "AmazonEKSAdminViewPolicy";
    public const string Edit = "AmazonEKSEditPolicy";
    public const string View = "AmazonEKSViewPolicy";

    /// <summary>The ARN of a policy, which carries the partition of the cluster and no account.</summary>
    /// <param name="partition">Such as <c>aws</c>; may be a token of the CDK.</param>
    /// <param name="name">The name without a path.</param>
    public static string Arn(string partition, string name) => $"arn:{partition}:eks::aws:cluster-access-policy/{name}";
}
