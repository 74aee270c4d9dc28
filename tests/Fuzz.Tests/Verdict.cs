namespace EksIamCdk.Fuzz.Tests;

/// <summary>What came of a case.</summary>
/// <param name="Outcome">In a word, for the statistics.</param>
/// <param name="Failure">What is wrong; null when all is as it must be.</param>
public readonly record struct Verdict(string Outcome, string? Failure = null)
{
    public static Verdict Wrong(string failure) => new("wrong", failure);
}
