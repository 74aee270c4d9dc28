using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Migration;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.Migrate;

/// <summary>What each principal is before and after.</summary>
internal static class MigrationReport
{
    public static void Write(MigrationPlan plan, TextWriter output)
    {
        foreach (var step in plan.Steps)
        {
            var entry = step.From.Entry;
            output.WriteLine($"{Name(entry)} ({step.Section.Key()}, line {step.From.Line})");
            output.WriteLine($"  before  {Identity(step)}");
            output.WriteLine($"  after   {After(step)}");
            if (step is not MigrationStep.Moved moved) continue;
            foreach (var difference in moved.Differences) output.WriteLine($"  DIFFERS {difference}");
            foreach (var note in moved.Notes) output.WriteLine($"  note    {note}");
        }

        output.WriteLine(
            plan.IsExact
                ? $"{plan.Moved.Count()} access entries; everybody can do what they could before"
                : $"{plan.Moved.Count()} access entries; {plan.Moved.Count(moved => moved.Differences.Count > 0)} differ, "
                    + $"{plan.Steps.OfType<MigrationStep.Stays>().Count()} cannot be moved and stand in the way of authenticationMode API");
    }

    public static JsonObject Json(MigrationPlan plan, string file) => new()
    {
        ["exact"] = plan.IsExact,
        ["steps"] = JsonOutput.Array(plan.Steps.Select(Json)),
        ["accessYaml"] = file,
    };

    private static JsonObject Json(MigrationStep step)
    {
        var json = new JsonObject
        {
            ["id"] = Name(step.From.Entry),
            ["section"] = step.Section.Key(),
            ["line"] = step.From.Line,
            ["before"] = step is MigrationStep.WithoutEffect ? null : Identity(step),
            ["after"] = step is MigrationStep.Moved ? After(step) : null,
        };
        switch (step)
        {
            case MigrationStep.Moved moved:
                json["outcome"] = "moved";
                json["type"] = AccessEntryTypes.Name(moved.To.Type);
                json["differences"] = JsonOutput.Texts(moved.Differences);
                json["notes"] = JsonOutput.Texts(moved.Notes);
                break;
            case MigrationStep.Stays stays:
                json["outcome"] = "stays";
                json["why"] = stays.Why;
                break;
            case MigrationStep.WithoutEffect without:
                json["outcome"] = "without-effect";
                json["why"] = without.Why;
                break;
            default:
                throw new UnreachableException();
        }

        return json;
    }

    private static string Name(MappingEntry entry) => entry.Sso is { } sso ? $"sso {sso.PermissionSetName} of {sso.AccountId}" : entry.Id;

    private static string Identity(MigrationStep step) => step switch
    {
        MigrationStep.WithoutEffect => "nobody: the entry has no effect",
        { Section: Section.MapAccounts } => "every principal of the account, by ARN, without groups",
        _ => Identity(step.From.Entry.Username, step.From.Entry.Groups),
    };

    private static string After(MigrationStep step) => step switch
    {
        MigrationStep.Moved { To: { Type: AccessEntryType.Standard } to } =>
            Identity(to.Username!, to.Groups.Groups) + (to.Groups.IsClusterAdmin ? $" and the policy {AccessPolicy.ClusterAdmin}" : ""),
        MigrationStep.Moved moved => $"a node: {AccessEntryTypes.Name(moved.To.Type)}",
        MigrationStep.Stays stays => $"STAYS IN aws-auth: {stays.Why}",
        MigrationStep.WithoutEffect without => $"nobody: {without.Why}",
        _ => throw new UnreachableException(),
    };

    private static string Identity(string username, IReadOnlyList<string> groups) =>
        $"{(username.Length == 0 ? "(no name)" : username)}{(groups.Count == 0 ? "" : $", groups {string.Join(", ", groups)}")}";
}
