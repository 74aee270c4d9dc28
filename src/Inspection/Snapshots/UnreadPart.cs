namespace EksIamCdk.Inspection.Snapshots;

/// <summary>Something that could not be read.</summary>
/// <param name="What">Such as <c>list secrets</c> or <c>eks:ListAccessEntries</c>.</param>
/// <param name="Why">In the words of whoever refused.</param>
/// <param name="LeavesUnknown">What nobody can tell without it.</param>
public sealed record UnreadPart(string What, string Why, string LeavesUnknown)
{
    /// <summary>What a spec leaves out: whatever it does not declare itself.</summary>
    public const string LiveCluster = "the live cluster";

    public override string ToString() => $"{What}: {Why.TrimEnd('.')}; this leaves unknown {LeavesUnknown}";
}
