using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Cli.AwsAuth;

/// <summary>What the authenticator makes of one file.</summary>
/// <param name="Name">How the file was named.</param>
/// <param name="Present">The sections that the file has.</param>
/// <param name="Sections">Every section, present or not.</param>
/// <param name="Findings">All of them, section by section.</param>
internal sealed record CheckReport(
    string Name, IReadOnlySet<Section> Present, IReadOnlyList<SectionReading> Sections, IReadOnlyList<PlacedFinding> Findings)
{
    public static CheckReport Of(string name, ConfigMapFile file)
    {
        var readings = Access.AwsAuth.Sections.All.Select(section => SectionReader.Read(section, file.Data.GetValueOrDefault(section.Key()))).ToList();
        var findings =
            from reading in readings
            from finding in reading.Findings
            let key = reading.Section.Key()
            select new PlacedFinding(Kind(finding.Kind), key, finding.Line, finding.Column, file.Locate(key, finding.Line, finding.Column), finding.Message);
        return new CheckReport(
            name,
            Access.AwsAuth.Sections.All.Where(section => file.Data.ContainsKey(section.Key())).ToHashSet(),
            readings,
            [.. findings, .. MisspeltKeys(file)]);
    }

    /// <summary>The authenticator takes a key in other letters for an absent section.</summary>
    private static IEnumerable<PlacedFinding> MisspeltKeys(ConfigMapFile file) =>
        from key in file.Data.Keys
        from section in Access.AwsAuth.Sections.All
        where key != section.Key() && key.Equals(section.Key(), StringComparison.OrdinalIgnoreCase)
        select new PlacedFinding(
            "wrong-key", key, 1, 1, file.Locate(key, 1, 1), $"the key {key} is not {section.Key()}: nothing below it has any effect");

    private static string Kind(FindingKind kind) => kind switch
    {
        FindingKind.SectionLost => "lost",
        FindingKind.IgnoredTail => "ignored-tail",
        FindingKind.DroppedEntry => "dropped",
        FindingKind.ShadowedEntry => "shadowed",
        FindingKind.UnreachableEntry => "unreachable",
        FindingKind.WrongType => "wrong-type",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>A finding with its place in the section's text, and in the file where the file shows that text as it is.</summary>
internal sealed record PlacedFinding(string Kind, string Section, int Line, int Column, (int Line, int Column)? InFile, string Message);
