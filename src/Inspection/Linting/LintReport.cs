namespace EksIamCdk.Inspection.Linting;

/// <summary>What was found in a cluster.</summary>
/// <param name="Findings">The worst first, then by code and place.</param>
/// <param name="NotChecked">What could not be checked, and why, a sentence each.</param>
public sealed record LintReport(IReadOnlyList<LintFinding> Findings, IReadOnlyList<string> NotChecked)
{
    public bool Equals(LintReport? other) => other is not null && Findings.SequenceEqual(other.Findings) && NotChecked.SequenceEqual(other.NotChecked);

    public override int GetHashCode() => HashCode.Combine(Findings.Count, NotChecked.Count);
}
