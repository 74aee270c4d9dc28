namespace EksIamCdk.Access.AwsAuth;

/// <summary>
/// Reads a section with the authenticator's rules: YAML 1.1 to JSON to typed entries (roles, users), or straight to texts (accounts).
/// </summary>
public static class SectionReader
{
    /// <param name="section">Which one it is.</param>
    /// <param name="text">The value of its key in the ConfigMap's data; null when the key is absent.</param>
    public static SectionReading Read(Section section, string? text)
    {
        var document = SectionDocument.Read(section, text);
        List<EntryInForce> entries = [.. document.Items.Select(item => item.InForce).OfType<EntryInForce>()];
        return new SectionReading
        {
            Section = section,
            Fault = document.Fault,
            Entries = entries,
            Findings = [.. document.Findings.Concat(EntryFindings.Of(section, entries)).OrderBy(finding => (finding.Line, finding.Column))],
        };
    }
}
