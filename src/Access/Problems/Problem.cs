namespace EksIamCdk.Access.Problems;

/// <summary>One thing that is wrong with an input, in the words of whoever wrote the input.</summary>
/// <param name="Path">Where: a property path (<c>Cluster.Endpoint</c>, <c>Groups[2]</c>).</param>
/// <param name="Got">The value as it was given; empty when it is missing.</param>
/// <param name="Expected">What would have been right, and what to write where that can be told.</param>
public sealed record Problem(string Path, string Got, string Expected)
{
    private const int LongestQuote = 120;

    /// <summary><c>Path: got "…", expected …</c>, or <c>Path: missing, expected …</c>.</summary>
    public override string ToString() =>
        Got.Length == 0 ? $"{Path}: missing, expected {Expected}" : $"{Path}: got \"{Quoted(Got)}\", expected {Expected}";

    private static string Quoted(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}…";
}
