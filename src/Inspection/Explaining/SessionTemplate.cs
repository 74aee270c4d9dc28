using System.Text.RegularExpressions;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>A username or group with parts that only a session fills in.</summary>
public static partial class SessionTemplate
{
    /// <summary>Whether it has such parts.</summary>
    public static bool IsOne(string text) => Part.IsMatch(text);

    /// <summary>What stands before the first such part; all of it when there is none.</summary>
    public static string BeginningOf(string template) => Part.Match(template) is { Success: true } part ? template[..part.Index] : template;

    /// <summary>Whether some session makes this text of the template.</summary>
    public static bool Fits(string template, string text)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(text);
        var fixedParts = Part.Split(template);
        if (fixedParts.Length == 1) return text == template;
        var at = fixedParts[0].Length;
        if (!text.StartsWith(fixedParts[0], StringComparison.Ordinal)) return false;
        foreach (var between in fixedParts[1..^1])
        {
            // Each part is filled with something.
            if (at + 1 > text.Length || text.IndexOf(between, at + 1, StringComparison.Ordinal) is not (>= 0 and var found)) return false;
            at = found + between.Length;
        }

        return text.Length > at + fixedParts[^1].Length && text.EndsWith(fixedParts[^1], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{\{[A-Za-z0-9]+\}\}")]
    private static partial Regex Part { get; }
}
