namespace EksIamCdk.Access.Principals;

/// <summary>The usernames of nodes, and the groups that tell their kinds apart.
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html"/></summary>
public static class NodeIdentity
{
    /// <summary>Of nodes on EC2.</summary>
    public const string Ec2Username = "system:node:{{EC2PrivateDNSName}}";

    /// <summary>Of Fargate and hybrid nodes.</summary>
    public const string SessionUsername = "system:node:{{SessionName}}";

    /// <summary>The group of all nodes.</summary>
    public const string NodesGroup = "system:nodes";

    /// <summary>The group that nodes of Windows have besides those of all nodes.</summary>
    public const string WindowsGroup = "eks:kube-proxy-windows";

    /// <summary>The group that pods on Fargate have besides those of all nodes.</summary>
    public const string FargateGroup = "system:node-proxier";

    /// <summary>The groups that nodes are known by, of whatever kind.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["system:bootstrappers", NodesGroup, WindowsGroup, FargateGroup];

    public static IReadOnlyList<string> Usernames { get; } = [Ec2Username, SessionUsername];

    public static bool IsUsername(string username) => Usernames.Contains(username, StringComparer.Ordinal);
}
