namespace EksIamCdk.Inspection.Linting;

/// <summary>Lists of names in messages.</summary>
internal static class Names
{
    private const int Most = 5;

    /// <summary>The first few, and how many more there are.</summary>
    public static string Of(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
}
