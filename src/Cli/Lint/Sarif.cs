using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Inspection.Linting;

namespace EksIamCdk.Cli.Lint;

/// <summary>Findings in the Static Analysis Results Interchange Format, 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.</summary>
internal static class Sarif
{
    public static JsonObject Of(LintReport report, SourcePlaces places)
    {
        // Only rules that were broken: a run says what it found.
        List<LintRule> rules = [.. LintRules.All.Where(rule => report.Findings.Any(finding => finding.Rule == rule))];
        return new()
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "eksiam", ["rules"] = JsonOutput.Array(rules.Select(Of)) } },
                ["invocations"] = new JsonArray(new JsonObject
                {
                    ["executionSuccessful"] = true,
                    ["toolExecutionNotifications"] = JsonOutput.Array(report.NotChecked.Select(missed => new JsonObject
                    {
                        ["level"] = "note",
                        ["message"] = Text($"not checked: {missed}"),
                    })),
                }),
                ["results"] = JsonOutput.Array(report.Findings.Select(finding => Of(finding, rules.IndexOf(finding.Rule), places))),
            }),
        };
    }

    private static JsonObject Of(LintRule rule) => new()
    {
        ["id"] = rule.Code,
        ["shortDescription"] = Text(rule.Title),
        ["fullDescription"] = Text(rule.Why),
        ["help"] = Text($"{rule.Why} {rule.Remedy}."),
        ["defaultConfiguration"] = new JsonObject { ["level"] = LintText.Name(rule.Severity) },
    };

    private static JsonObject Of(LintFinding finding, int rule, SourcePlaces places)
    {
        var location = new JsonObject { ["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = finding.Place.Text }) };
        if (places.Find(finding.Place) is { } found)
        {
            var physical = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = found.Uri } };
            if (found.Line is { } line) physical["region"] = new JsonObject { ["startLine"] = line };
            location["physicalLocation"] = physical;
        }

        return new()
        {
            ["ruleId"] = finding.Rule.Code,
            ["ruleIndex"] = rule,
            ["level"] = LintText.Name(finding.Rule.Severity),
            ["message"] = Text($"{finding.Place}: {finding.Message}. {finding.Remedy}."),
            ["locations"] = new JsonArray(location),
            // The same finding in the next run is the same alert, wherever its line has gone.
            ["partialFingerprints"] = new JsonObject { ["codeAndPlace/v1"] = $"{finding.Rule.Code} {finding.Place}" },
        };
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };
}
