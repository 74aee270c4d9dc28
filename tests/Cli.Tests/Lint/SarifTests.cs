using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Tests.Lint;

/// <summary>What sarif-schema-2.1.0.json requires, and what GitHub's code scanning wants besides:
/// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.</summary>
public sealed class SarifTests
{
    private static readonly string[] s_levels = ["none", "note", "warning", "error"];

    [Theory]
    [MemberData(nameof(LintTests.Names), MemberType = typeof(LintTests))]
    public async Task It_has_all_that_the_format_requires_and_points_to_the_line_of_each_thing(string cluster)
    {
        var ended = await Eksiam.RunAsync("lint", "--from", $"examples/clusters/{cluster}", "--output", "sarif");

        Assert.Equal("", ended.Error);
        var log = JsonNode.Parse(ended.Output)!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        var run = Assert.Single(log["runs"]!.AsArray())!;
        var driver = run["tool"]!["driver"]!;
        Assert.Equal("eksiam", (string?)driver["name"]);
        var rules = driver["rules"]!.AsArray();
        Assert.Equal(rules.Count, rules.Select(rule => (string)rule!["id"]!).Distinct().Count());
        Assert.All(rules, rule =>
        {
            Assert.False(string.IsNullOrEmpty((string?)rule!["shortDescription"]!["text"]));
            Assert.False(string.IsNullOrEmpty((string?)rule["help"]!["text"]));
            Assert.Contains((string)rule["defaultConfiguration"]!["level"]!, s_levels);
        });
        Assert.All(run["invocations"]!.AsArray(), invocation => Assert.True((bool)invocation!["executionSuccessful"]!));
        Assert.All(run["results"]!.AsArray(), result => Check(result!, rules));
    }

    [Fact]
    public async Task One_cluster_gives_the_file_that_was_read_through()
    {
        var ended = await Eksiam.RunAsync("lint", "--from", "examples/clusters/workloads", "--output", "sarif");

        Assert.Equal(await LintTests.Golden("workloads.sarif", ended.Output), ended.Output);
    }

    private static void Check(JsonNode result, JsonArray rules)
    {
        Assert.Equal((string?)result["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]);
        Assert.Contains((string)result["level"]!, s_levels);
        Assert.False(string.IsNullOrEmpty((string?)result["message"]!["text"]));
        var location = Assert.Single(result["locations"]!.AsArray())!;
        var place = (string)Assert.Single(location["logicalLocations"]!.AsArray())!["fullyQualifiedName"]!;
        var physical = location["physicalLocation"]!;
        var uri = (string)physical["artifactLocation"]!["uri"]!;
        Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative));
        var lines = File.ReadAllLines(Path.Combine(Eksiam.Root, Uri.UnescapeDataString(uri)));

        // What IAM does not have, and a map as a whole, stand in no line.
        if (physical["region"] is not { } region)
        {
            Assert.True(place == "aws-auth" || (string?)result["ruleId"] == "EKSLINT401");
            return;
        }

        var name = place.Split(" line ")[0].Split(' ')[^1].Split('/')[^1];
        Assert.Contains(name, string.Concat(lines.Skip((int)region["startLine"]! - 1).Take(8)), StringComparison.Ordinal);
    }
}
