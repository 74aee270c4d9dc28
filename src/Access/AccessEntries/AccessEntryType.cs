namespace EksIamCdk.Access.AccessEntries;

/// <summary>What an access entry is for. Source: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html.</summary>
public enum AccessEntryType
{
    /// <summary>People and programs: the only type with groups and a username, and the only one for principals of other accounts.</summary>
    Standard,
    Ec2Linux,
    Ec2Windows,
    FargateLinux,

    /// <summary>Nodes of EKS Auto Mode.</summary>
    Ec2,
    HybridLinux,
    HyperpodLinux,
}

/// <summary>The types as the API of EKS writes them.</summary>
public static class AccessEntryTypes
{
    private static readonly (AccessEntryType Type, string Name)[] s_names =
    [
        (AccessEntryType.Standard, "STANDARD"), (AccessEntryType.Ec2Linux, "EC2_LINUX"), (AccessEntryType.Ec2Windows, "EC2_WINDOWS"),
        (AccessEntryType.FargateLinux, "FARGATE_LINUX"), (AccessEntryType.Ec2, "EC2"), (AccessEntryType.HybridLinux, "HYBRID_LINUX"),
        (AccessEntryType.HyperpodLinux, "HYPERPOD_LINUX"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_names.Select(pair => pair.Name)];

    public static string Name(AccessEntryType type) => s_names.First(pair => pair.Type == type).Name;

    /// <returns>Null for a name that EKS does not know.</returns>
    public static AccessEntryType? Find(string name)
    {
        foreach (var pair in s_names)
        {
            if (pair.Name == name) return pair.Type;
        }

        return null;
    }
}
