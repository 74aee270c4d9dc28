namespace EksIamCdk.Access.Lockout;

/// <summary>The usernames of nodes. Source: https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html.</summary>
public static class NodeUsernames
{
    /// <summary>Of nodes on EC2.</summary>
    public const string Ec2 = "system:node:{{EC2PrivateDNSName}}";

    /// <summary>Of Fargate and hybrid nodes.</summary>
    public const string Session = "system:node:{{SessionName}}";

    public static IReadOnlyList<string> All { get; } = [Ec2, Session];

    public static bool IsOne(string username) => All.Contains(username, StringComparer.Ordinal);
}
