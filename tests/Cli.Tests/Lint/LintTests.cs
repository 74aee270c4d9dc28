using System.Text.Json.Nodes;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Linting;

namespace EksIamCdk.Cli.Tests.Lint;

/// <summary><c>eksiam lint</c> on examples/clusters.</summary>
public sealed class LintTests
{
    private const string Clusters = "examples/clusters";

    public static TheoryData<string> Names { get; } = [.. Directory.GetDirectories(Path.Combine(Eksiam.Root, Clusters)).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_finds_each_trap_that_the_examples_tell_of_and_nothing_else(string cluster)
    {
        var report = await LintAsync(cluster);

        Assert.Equal(
            Traps(cluster).Order(StringComparer.Ordinal),
            report.Findings.Select(finding => $"{finding.Rule.Code} {finding.Place}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_examples_have_a_trap_for_every_code()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cluster in Names) found.UnionWith((await LintAsync(cluster)).Findings.Select(finding => finding.Rule.Code));

        Assert.Equal([], LintRules.All.Select(rule => rule.Code).Where(code => !found.Contains(code)));
    }

    [Theory]
    [InlineData("access-entries", 1)]
    [InlineData("clean", 0)]
    [InlineData("legacy-config-map", 1)]
    [InlineData("moving", 1)]
    [InlineData("platform-teams", 1)]
    [InlineData("workloads", 1)]
    public async Task Each_cluster_gives_the_text_that_was_read_through(string cluster, int exitCode)
    {
        var ended = await Eksiam.RunAsync("lint", "--from", $"{Clusters}/{cluster}");

        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(await Golden($"{cluster}.txt", ended.Output), ended.Output);
    }

    [Fact]
    public async Task The_severity_that_makes_exit_code_1_can_be_chosen()
    {
        string[] notes = ["lint", "--from", $"{Clusters}/platform-teams", .. Ignoring(LintSeverity.Error, LintSeverity.Warning)];

        Assert.Equal(0, (await Eksiam.RunAsync("lint", "--from", $"{Clusters}/clean", "--fail-on", "note")).ExitCode);
        Assert.Equal(1, (await Eksiam.RunAsync([.. notes, "--fail-on", "note"])).ExitCode);
        Assert.Equal(0, (await Eksiam.RunAsync([.. notes, "--fail-on", "warning"])).ExitCode);
    }

    [Fact]
    public async Task What_is_ignored_is_counted_and_not_shown()
    {
        var ended = await Eksiam.RunAsync("lint", "--from", $"{Clusters}/workloads", "--ignore", "EKSLINT501=Namespace tools", "--ignore", "EKSLINT404", "-o", "json");

        var report = JsonNode.Parse(ended.Output)!;
        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(2, (int)report["ignored"]!);
        Assert.DoesNotContain(report["findings"]!.AsArray(), finding => (string?)finding!["code"] is "EKSLINT501" or "EKSLINT404");
        Assert.Contains(report["notChecked"]!.AsArray(), missed => ((string)missed!).Contains("partner-feed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_input_is_exit_code_2_and_names_all_of_it()
    {
        var ended = await Eksiam.RunAsync("lint", "--from", $"{Clusters}/clean", "--ignore", "EKSLINT999", "--ignore", "none=Namespace x");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Equal(
            "eksiam: --ignore EKSLINT999: there is no code EKSLINT999; docs/lint.md lists them, such as EKSLINT501\n"
            + "eksiam: --ignore none=Namespace x: there is no code none; docs/lint.md lists them, such as EKSLINT501\n",
            ended.Error);
    }

    /// <summary>What each spec of examples/ means to give, and lint does well to tell of.</summary>
    private static readonly Dictionary<string, string[]> s_meant = new(StringComparer.Ordinal)
    {
        // via: both, on the way to access entries.
        ["access-entries"] = ["EKSLINT107 aws-auth mapRoles line 1", "EKSLINT107 aws-auth mapRoles line 5"],
        // Two teams have all of their namespace.
        ["teams"] = ["EKSLINT305 Role apiteam/full-access", "EKSLINT305 Role backendteam/full-access"],
    };

    [Fact]
    public async Task The_specs_of_the_examples_have_no_finding_but_what_they_mean_to_give()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Eksiam.Root, "examples"), "access.yaml", SearchOption.AllDirectories))
        {
            var problems = new List<string>();
            var state = (await SpecSource.ReadAsync(path, problems, CancellationToken.None))?.ToState(problems);
            Assert.Equal([], problems);
            var name = Path.GetFileName(Path.GetDirectoryName(path))!;

            Assert.Equal((name, string.Join('\n', s_meant.GetValueOrDefault(name) ?? [])), (name, string.Join('\n', ClusterLint.Of(state!).Findings.Select(finding => $"{finding.Rule.Code} {finding.Place}"))));
        }
    }

    [Fact]
    public async Task The_page_lists_every_code()
    {
        const string Start = "<!-- codes: checked against src/Inspection/Linting/LintRules.cs by a test -->\n";
        var page = await File.ReadAllTextAsync(Path.Combine(Eksiam.Root, "docs", "lint.md"));
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var rows = LintRules.All.Select(rule => $"| {rule.Code} | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Title} | {rule.Remedy} |\n");

        Assert.Equal(
            string.Concat(rows.Prepend("| code | severity | what | remedy |\n| --- | --- | --- | --- |\n")),
            page[from..page.IndexOf("<!-- end of codes -->", StringComparison.Ordinal)]);
    }

    internal static async Task<string> Golden(string name, string now)
    {
        var path = Path.Combine(Eksiam.Root, "tests", "Cli.Tests", "Lint", "Golden", name);
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, now);
        }

        return await File.ReadAllTextAsync(path);
    }

    private static IEnumerable<string> Ignoring(params LintSeverity[] severities) =>
        LintRules.All.Where(rule => severities.Contains(rule.Severity)).SelectMany(rule => new[] { "--ignore", rule.Code });

    private static async Task<LintReport> LintAsync(string cluster)
    {
        var problems = new List<string>();
        var documents = await SavedState.ReadAsync(Path.Combine(Eksiam.Root, Clusters, cluster), problems, CancellationToken.None);
        var state = documents?.ToState(problems);
        Assert.Equal([], problems);
        return ClusterLint.Of(state!);
    }

    /// <summary>Code and place of each row of the table below the cluster's heading.</summary>
    private static IEnumerable<string> Traps(string cluster)
    {
        var readme = File.ReadAllText(Path.Combine(Eksiam.Root, Clusters, "README.md"));
        var section = readme.Split($"\n## {cluster}\n")[1].Split("\n## ")[0];
        return section.Split('\n').Where(row => row.StartsWith("| EKSLINT", StringComparison.Ordinal)).Select(row => row.Split(" | ")).Select(cells => $"{cells[0][2..]} {cells[1]}");
    }
}
