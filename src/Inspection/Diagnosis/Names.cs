using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Names in sentences.</summary>
internal static class Names
{
    private const int Most = 5;

    /// <summary>A few of them, and how many more there are.</summary>
    public static string Some(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return all.Count <= Most ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Most))} and {all.Count - Most} more";
    }

    /// <summary><c>; probably X was meant</c>, or nothing when none is near.</summary>
    public static string Meant(string word, IEnumerable<string> known) => Nearest.To(word, known) is { } near ? $"; probably {near} was meant" : "";
}
