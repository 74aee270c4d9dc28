using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Sandbox.CloudFormation.Templates;

/// <summary>Reads the sections of a template. What is not as it should be is a problem; the rest is read all the same.</summary>
internal sealed class TemplateReader(ProblemList problems)
{
    private static readonly string[] KnownSections =
    [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Resources", "Outputs",
        "Rules", "Hooks",
    ];

    public Template Read(JsonObject body)
    {
        foreach (var (name, _) in body)
        {
            if (name == "Transform")
                problems.Add(name, body[name]!.ToJsonString(), "no transform: the sandbox plays templates as they are, without macros");
            else if (!KnownSections.Contains(name, StringComparer.Ordinal))
                problems.Add(name, "this section", $"one of {string.Join(", ", KnownSections)}");
        }
        if (Section(body, "Resources").Count == 0)
            problems.Missing("Resources", "at least one resource");
        return new Template
        {
            Body = body,
            Parameters = Each(body, "Parameters", ReadParameter),
            Mappings = Each(body, "Mappings", (_, _, map) => map),
            Conditions = Section(body, "Conditions").ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal),
            Resources = Each(body, "Resources", ReadResource),
            Outputs = Each(body, "Outputs", (name, _, output) =>
                new OutputDefinition(name, output["Value"], (output["Export"] as JsonObject)?["Name"], Text(output["Condition"]))),
        };
    }

    private ParameterDefinition ReadParameter(string name, string path, JsonObject source)
    {
        if (Text(source["Type"]) is null)
            problems.Missing($"{path}.Type", "a parameter type, such as String");
        return new ParameterDefinition
        {
            Name = name,
            Type = Text(source["Type"]) ?? "String",
            Default = Text(source["Default"]),
            NoEcho = Text(source["NoEcho"]) == "true",
            AllowedValues = Texts(source["AllowedValues"]),
            AllowedPattern = Text(source["AllowedPattern"]),
            ConstraintDescription = Text(source["ConstraintDescription"]),
            MinLength = (int?)Number(source["MinLength"]),
            MaxLength = (int?)Number(source["MaxLength"]),
            MinValue = Number(source["MinValue"]),
            MaxValue = Number(source["MaxValue"]),
        };
    }

    private ResourceDefinition ReadResource(string logicalId, string path, JsonObject source)
    {
        var type = Text(source["Type"]);
        if (type is null)
            problems.Missing($"{path}.Type", "a resource type, such as AWS::IAM::Role");
        else if (ResourceDefinition.IsCustomType(type) && type.Length > 60)
            problems.Add($"{path}.Type", type, "at most 60 characters");
        if (!logicalId.All(char.IsAsciiLetterOrDigit))
            problems.Add(path, logicalId, "a logical id of letters and digits only");
        if (source["Properties"] is not (null or JsonObject))
            problems.Add($"{path}.Properties", source["Properties"]!.ToJsonString(), "an object");
        return new ResourceDefinition
        {
            LogicalId = logicalId,
            Type = type ?? "",
            Properties = source["Properties"] as JsonObject ?? [],
            DependsOn = Texts(source["DependsOn"]),
            Condition = Text(source["Condition"]),
            DeletionPolicy = Policy(source, path, "DeletionPolicy"),
            UpdateReplacePolicy = Policy(source, path, "UpdateReplacePolicy"),
        };
    }

    private DeletionPolicy Policy(JsonObject source, string path, string name)
    {
        switch (Text(source[name]))
        {
            // A snapshot is a copy; the resource itself is deleted.
            case null or "Delete" or "Snapshot":
                return DeletionPolicy.Delete;
            case "Retain":
                return DeletionPolicy.Retain;
            case "RetainExceptOnCreate" when name == "DeletionPolicy":
                return DeletionPolicy.RetainExceptOnCreate;
            default:
                problems.Add($"{path}.{name}", source[name]!.ToJsonString(), "Delete, Retain, RetainExceptOnCreate or Snapshot");
                return DeletionPolicy.Delete;
        }
    }

    private JsonObject Section(JsonObject body, string name)
    {
        if (body[name] is JsonObject section)
            return section;
        if (body[name] is { } other)
            problems.Add(name, other.ToJsonString(), "an object");
        return [];
    }

    private Dictionary<string, T> Each<T>(JsonObject body, string section, Func<string, string, JsonObject, T> read)
    {
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, node) in Section(body, section))
        {
            if (node is JsonObject source)
                all.Add(name, read(name, $"{section}.{name}", source));
            else
                problems.Add($"{section}.{name}", node?.ToJsonString() ?? "null", "an object");
        }
        return all;
    }

    /// <summary>A scalar as text; null when it is missing or not a scalar.</summary>
    internal static string? Text(JsonNode? node) => node is JsonValue value
        ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString()
        : null;

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.Select(Text).OfType<string>()],
        JsonValue value => [Text(value)!],
        _ => [],
    };

    private static double? Number(JsonNode? node) =>
        double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
