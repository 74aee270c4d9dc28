namespace EksIamCdk.Inspection.Snapshots;

/// <summary>A namespace with its labels.</summary>
public sealed record NamespaceState(string Name, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>
    /// The level of pod security that is enforced; null where none is.
    /// Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces.
    /// </summary>
    public string? PodSecurity => Labels.GetValueOrDefault("pod-security.kubernetes.io/enforce");
}
