using EksIamCdk.Inspection.Linting;
using EksIamCdk.Inspection.Reporting;
using EksIamCdk.Inspection.Snapshots;
using static EksIamCdk.Inspection.Tests.Reporting.ReportedCluster;

namespace EksIamCdk.Inspection.Tests.Reporting;

public sealed class ReportJsonTests
{
    private static readonly AccessReport s_report = Report(With([Bind("a", "blue", "edit", Group("devs")), Bind("b", "", "gone", Group("</script>"))]))
        with
    { Unread = [new UnreadPart("list secrets", "forbidden", "what is in them")], Findings = [new("CODE", "error", "somewhere", "wrong", "mend it")] };

    [Fact]
    public void What_is_written_is_read_again()
    {
        var report = s_report with { Changes = ReportComparison.Of(Report(With([])), s_report) };
        var problems = new List<string>();

        var read = ReportJson.Read(ReportJson.Write(report), problems);

        Assert.Empty(problems);
        Assert.Equal(ReportJson.Write(report), ReportJson.Write(read!));
    }

    [Fact]
    public void Nothing_in_it_is_HTML()
    {
        var json = ReportJson.Write(s_report);

        Assert.DoesNotContain(json, character => character is '<' or '>' or '&' or '\'' or '\u2028' or > '\u007f');
    }

    [Theory]
    [InlineData("\"format\":1,", "\"format\":2,", "is a report of format 2, this eksiam reads format 1")]
    [InlineData("\"format\":1,", "", "is a report of format none")]
    [InlineData("\"role\":0", "\"role\":999", "tables do not fit each other")]
    [InlineData("\"principals\":[", "\"principals\":[null,", "tables do not fit each other")]
    [InlineData("\"format\"", "format", "cannot be read")]
    [InlineData("\"subjects\":[{", "\"nothing\":[{", "cannot be read")]
    public void Another_format_and_what_somebody_broke_is_told(string old, string changed, string expected)
    {
        var json = ReportJson.Write(s_report);
        Assert.Contains(old, json, StringComparison.Ordinal);
        var problems = new List<string>();

        Assert.Null(ReportJson.Read(json.Replace(old, changed, StringComparison.Ordinal), problems));

        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_those_of_lint()
    {
        var state = With([Bind("a", "blue", "gone", Group("devs")), Bind("b", "blue", "edit", Group("nobody"))]);

        var findings = ReportFindings.Of(state);

        Assert.Equal(ClusterLint.Of(state).Findings.Select(finding => finding.Rule.Code), findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Contains(finding.Severity, new[] { "error", "warning", "note" }));
    }
}
