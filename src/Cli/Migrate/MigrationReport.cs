using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Migration;
using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.Migrate;

/// <summary>Who each principal is, and what it can do, before and after.</summary>
/// <param name="plan">What becomes of each entry.</param>
/// <param name="policy">By what rights are compared.</param>
/// <param name="unknown">What the comparison does not know.</param>
internal sealed class MigrationReport(MigrationPlan plan, RbacPolicy policy, IReadOnlyList<string> unknown)
{
    private const int MostLines = 12;

    private readonly Dictionary<MigrationStep.Moved, RightsComparison> _rights =
        plan.Moved.ToDictionary(moved => moved, moved => RightsParity.Of(moved, policy));

    /// <summary>Whether everybody is who they were, can do what they could, and nobody stays behind.</summary>
    public bool IsExact => plan.IsExact && _rights.Values.All(rights => rights.IsSame);

    public void Write(TextWriter output)
    {
        foreach (var step in plan.Steps)
        {
            var entry = step.From.Entry;
            output.WriteLine($"{Name(entry)} ({step.Section.Key()}, line {step.From.Line})");
            output.WriteLine($"  before  {Identity(step)}");
            output.WriteLine($"  after   {After(step)}");
            if (step is MigrationStep.Moved moved) Write(moved, _rights[moved], output);
        }

        foreach (var what in unknown) output.WriteLine($"not known: {what}");
        output.WriteLine(IsExact
            ? $"{plan.Moved.Count()} access entries; everybody can do what they could before"
            : $"{plan.Moved.Count()} access entries; {_rights.Count(pair => pair.Key.Differences.Count > 0 || !pair.Value.IsSame)} differ, "
                + $"{plan.Steps.OfType<MigrationStep.Stays>().Count()} cannot be moved and stand in the way of authenticationMode API");
    }

    public JsonObject Json(string file) => new()
    {
        ["exact"] = IsExact,
        ["steps"] = JsonOutput.Array(plan.Steps.Select(Json)),
        ["unknown"] = JsonOutput.Texts(unknown),
        ["accessYaml"] = file,
    };

    private static void Write(MigrationStep.Moved moved, RightsComparison rights, TextWriter output)
    {
        foreach (var difference in moved.Differences) output.WriteLine($"  DIFFERS {difference}");
        if (!rights.IsSame) output.WriteLine($"  could   {Given(rights.Before)}");
        output.WriteLine($"  can     {Given(rights.After)}");
        foreach (var line in Shown(PlacedRule.Lines(rights.Lost))) output.WriteLine($"  LOST    {line}");
        foreach (var line in Shown(PlacedRule.Lines(rights.Gained))) output.WriteLine($"  GAINED  {line}");
        foreach (var note in moved.Notes) output.WriteLine($"  note    {note}");
    }

    private JsonObject Json(MigrationStep step)
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
                json["rights"] = Json(_rights[moved]);
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

    private static JsonObject Json(RightsComparison rights) => new()
    {
        ["before"] = JsonOutput.Texts(rights.Before.Select(given => given.ToString())),
        ["after"] = JsonOutput.Texts(rights.After.Select(given => given.ToString())),
        ["lost"] = JsonOutput.Texts(PlacedRule.Lines(rights.Lost)),
        ["gained"] = JsonOutput.Texts(PlacedRule.Lines(rights.Gained)),
    };

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

    private static string Given(IReadOnlyList<GivenRole> roles) =>
        roles.Count == 0 ? "what everybody may" : string.Join("; ", Shown([.. roles.Select(role => role.ToString())]));

    private static IEnumerable<string> Shown(IReadOnlyList<string> lines) =>
        lines.Count <= MostLines ? lines : lines.Take(MostLines).Append($"and {lines.Count - MostLines} more (--json has all)");
}
