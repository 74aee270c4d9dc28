using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.StackSets;

/// <summary>What a stack set is to be: a template, and the accounts and Regions that get it.</summary>
internal sealed record StackSetDefinition
{
    public required string TemplateText { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Each instance, with the parameters that it has of its own.</summary>
    public IReadOnlyDictionary<InstancePlace, IReadOnlyDictionary<string, string>> Instances { get; init; } =
        new Dictionary<InstancePlace, IReadOnlyDictionary<string, string>>();

    public OperationPreferences Preferences { get; init; } = new();

    /// <param name="properties">Of an <c>AWS::CloudFormation::StackSet</c>.</param>
    /// <param name="template">The text of its template.</param>
    /// <param name="accountsOf">The accounts of an organizational unit.</param>
    /// <returns>The definition; the later group wins where two name the same account and Region.</returns>
    public static StackSetDefinition Read(JsonObject properties, string template, Func<string, IReadOnlyList<string>> accountsOf)
    {
        var instances = new Dictionary<InstancePlace, IReadOnlyDictionary<string, string>>();
        foreach (var group in (properties["StackInstancesGroup"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var accounts = Accounts(group["DeploymentTargets"] as JsonObject ?? [], accountsOf);
            var overrides = ReadParameters(group["ParameterOverrides"]);
            foreach (var region in Texts(group["Regions"]))
            {
                foreach (var account in accounts)
                    instances[new InstancePlace(account, region)] = overrides;
            }
        }
        return new StackSetDefinition
        {
            TemplateText = template,
            Parameters = ReadParameters(properties[nameof(Parameters)]),
            Instances = instances,
            Preferences = OperationPreferences.Read(properties["OperationPreferences"] as JsonObject),
        };
    }

    /// <summary><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html"/></summary>
    public static IReadOnlyList<string> Accounts(JsonObject targets, Func<string, IReadOnlyList<string>> accountsOf)
    {
        var named = Texts(targets["Accounts"]);
        var units = Texts(targets["OrganizationalUnitIds"]);
        if (units.Count == 0)
            return [.. named.Distinct(StringComparer.Ordinal)];
        var ofUnits = units.SelectMany(accountsOf).Distinct(StringComparer.Ordinal);
        return targets["AccountFilterType"]?.ToString() switch
        {
            "INTERSECTION" => [.. ofUnits.Intersect(named, StringComparer.Ordinal)],
            "DIFFERENCE" => [.. ofUnits.Except(named, StringComparer.Ordinal)],
            "UNION" => [.. ofUnits.Union(named, StringComparer.Ordinal)],
            _ => [.. ofUnits],
        };
    }

    private static Dictionary<string, string> ReadParameters(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>()
        .ToDictionary(p => p["ParameterKey"]?.ToString() ?? "", p => p["ParameterValue"]?.ToString() ?? "", StringComparer.Ordinal);

    private static IReadOnlyList<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => item?.ToString()).OfType<string>()];
}

/// <summary>Where an instance of a stack set is.</summary>
public sealed record InstancePlace(string AccountId, string Region);
