namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>One link of a chain: it is looked at only when all before it hold, or are unknown.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="Look">Looks at it, in what was read.</param>
internal sealed record Link(string Name, Func<LinkState> Look);
