using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.AwsAuth;

/// <summary>A report as JSON; lines and columns count from 1.</summary>
internal static class CheckJson
{
    /// <summary>Several files: each object has its <c>file</c> too.</summary>
    public static JsonArray Of(IEnumerable<CheckReport> reports) => JsonOutput.Array(reports.Select(report =>
    {
        var json = Of(report);
        json.Insert(0, "file", report.Name);
        return json;
    }));

    public static JsonObject Of(CheckReport report) => new()
    {
        ["sections"] = new JsonObject(report.Sections.Select(reading => KeyValuePair.Create<string, JsonNode?>(reading.Section.Key(), new JsonObject
        {
            ["lost"] = reading.Lost,
            ["entries"] = JsonOutput.Array(reading.Entries.Select(held => Entry(reading.Section, held.Entry))),
        }))),
        ["findings"] = JsonOutput.Array(report.Findings.Select(finding => new JsonObject
        {
            ["kind"] = finding.Kind,
            ["section"] = finding.Section,
            ["line"] = finding.Line,
            ["column"] = finding.Column,
            ["inFile"] = Place(finding.InFile),
            ["message"] = finding.Message,
        })),
    };

    /// <summary>An account has only its id; an entry by permission set has <c>sso</c> in place of <c>arn</c>.</summary>
    public static JsonObject Entry(Section section, MappingEntry entry)
    {
        if (section == Section.MapAccounts)
        {
            return new JsonObject { ["accountId"] = entry.Id };
        }

        var json = entry.Sso is { } sso ? new JsonObject { ["sso"] = Sso(sso) } : new JsonObject { ["arn"] = entry.Id };
        json["username"] = entry.Username;
        json["groups"] = JsonOutput.Texts(entry.Groups);
        return json;
    }

    /// <summary>Null where the file does not show the section's text as it is.</summary>
    public static JsonObject? Place((int Line, int Column)? place) =>
        place is var (line, column) ? new JsonObject { ["line"] = line, ["column"] = column } : null;

    private static JsonObject Sso(SsoMatcher sso)
    {
        var json = new JsonObject { ["permissionSetName"] = sso.PermissionSetName, ["accountID"] = sso.AccountId };
        if (sso.Partition.Length > 0)
        {
            json["partition"] = sso.Partition;
        }

        return json;
    }
}
