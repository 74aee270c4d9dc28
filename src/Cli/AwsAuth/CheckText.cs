using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Cli.AwsAuth;

/// <summary>Reports for people.</summary>
internal static class CheckText
{
    public static void Write(IReadOnlyList<CheckReport> reports, TextWriter output)
    {
        var separator = "";
        foreach (var report in reports)
        {
            output.Write(separator);
            Write(report, output);
            separator = "\n";
        }
    }

    /// <summary>Where a place is: in the section, and in the file where that can be told.</summary>
    public static string Place(string name, string section, int line, int column, (int Line, int Column)? inFile) =>
        inFile is var (fileLine, fileColumn) ? $"{name}:{fileLine}:{fileColumn} ({section} {line}:{column})" : $"{name} ({section} {line}:{column})";

    private static void Write(CheckReport report, TextWriter output)
    {
        output.WriteLine(report.Name);
        foreach (var reading in report.Sections)
        {
            output.WriteLine($"  {reading.Section.Key(),-12} {State(report, reading)}");
            var idWidth = Width(reading.Entries, Id);
            var nameWidth = Width(reading.Entries, held => held.Entry.Username);
            foreach (var held in reading.Entries)
            {
                var line = $"    {Id(held).PadRight(idWidth)}  {held.Entry.Username.PadRight(nameWidth)}  {string.Join(", ", held.Entry.Groups)}".TrimEnd();
                output.WriteLine($"{line}{Mark(report, reading, held)}");
            }
        }

        output.WriteLine(report.Findings.Count switch { 0 => "  no findings", 1 => "  1 finding", var count => $"  {count} findings" });
        foreach (var finding in report.Findings)
        {
            output.WriteLine($"    {Place(report.Name, finding.Section, finding.Line, finding.Column, finding.InFile)} {finding.Kind}: {finding.Message}");
        }
    }

    private static string State(CheckReport report, SectionReading reading) => reading switch
    {
        { Lost: true } => "LOST: the authenticator cannot read it, so none of its entries is in force",
        { Entries.Count: 0 } => report.Present.Contains(reading.Section) ? "no entries" : "absent",
        { Entries.Count: 1 } => "1 entry",
        _ => $"{reading.Entries.Count} entries",
    };

    private static string Id(EntryInForce held) =>
        held.Entry.Sso is { } sso ? $"sso {sso.PermissionSetName} of {sso.AccountId}" : held.Entry.Id;

    private static string Mark(CheckReport report, SectionReading reading, EntryInForce held)
    {
        var kinds = report.Findings
            .Where(finding => finding.Section == reading.Section.Key() && finding.Line == held.Line && finding.Column == held.Column)
            .Select(finding => finding.Kind)
            .Distinct();
        return string.Join(", ", kinds) is { Length: > 0 } marks ? $"  <- {marks}" : "";
    }

    private static int Width(IReadOnlyList<EntryInForce> entries, Func<EntryInForce, string> text) =>
        entries.Count == 0 ? 0 : entries.Max(held => text(held).Length);
}
