using EksIamCdk.Inspection.Linting;

namespace EksIamCdk.Cli.Lint;

/// <summary>Findings that somebody has looked at and does not want to see.</summary>
/// <param name="Codes">Codes that are left out everywhere.</param>
/// <param name="Places">Codes that are left out at one place.</param>
internal sealed record IgnoredFindings(IReadOnlyList<string> Codes, IReadOnlyList<(string Code, string Place)> Places)
{
    /// <param name="options"><c>CODE</c> or <c>CODE=PLACE</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IgnoredFindings Parse(IEnumerable<string> options, ICollection<string> problems)
    {
        var (codes, places) = (new List<string>(), new List<(string, string)>());
        foreach (var option in options)
        {
            var parts = option.Split('=', 2);
            if (LintRules.All.All(rule => rule.Code != parts[0]))
                problems.Add($"--ignore {option}: there is no code {parts[0]}; docs/lint.md lists them, such as {LintRules.NoPodSecurity.Code}");
            else if (parts.Length == 1) codes.Add(parts[0]);
            else places.Add((parts[0], parts[1]));
        }

        return new(codes, places);
    }

    /// <param name="report">What was found.</param>
    /// <param name="leftOut">How many findings are not in the answer.</param>
    public LintReport LeaveOut(LintReport report, out int leftOut)
    {
        List<LintFinding> left = [.. report.Findings.Where(finding => !Codes.Contains(finding.Rule.Code) && !Places.Contains((finding.Rule.Code, finding.Place.Text)))];
        leftOut = report.Findings.Count - left.Count;
        return report with { Findings = left };
    }
}
