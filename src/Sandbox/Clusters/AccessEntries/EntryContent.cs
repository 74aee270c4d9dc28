using EksIamCdk.Access.AccessEntries;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>What a caller of EKS, or a template, says of an access entry.</summary>
/// <param name="PrincipalArn">As it was written.</param>
/// <param name="Type">As it was written; null: STANDARD.</param>
/// <param name="Username">Null: EKS chooses.</param>
/// <param name="Groups">The groups of Kubernetes.</param>
internal sealed record EntryContent(string PrincipalArn, string? Type, string? Username, IReadOnlyList<string> Groups)
{
    public IReadOnlyList<AssociatedPolicy> Policies { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string TypeName => Type ?? AccessEntryTypes.Name(AccessEntryType.Standard);

    /// <summary>The groups that EKS gives to nodes.</summary>
    public IReadOnlyList<string> EffectiveGroups => AccessEntryTypes.Find(TypeName) switch
    {
        null or AccessEntryType.Standard => Groups,
        AccessEntryType.Ec2Windows => ["system:nodes", "eks:kube-proxy-windows"],
        _ => ["system:nodes"],
    };
}
