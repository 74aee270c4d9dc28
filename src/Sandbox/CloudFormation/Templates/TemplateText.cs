using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Sandbox.CloudFormation.Templates;

/// <summary>From the text of a template, JSON or YAML, to a tree.</summary>
internal static class TemplateText
{
    /// <summary>The tree, or null and a problem with line and column.</summary>
    public static JsonObject? Parse(string text, string fileName, ProblemList problems)
    {
        var tree = text.AsSpan().TrimStart() is ['{', ..]
            ? ParseJson(text, fileName, problems)
            : YamlTemplate.Parse(text, fileName, problems);
        if (tree is null)
            return null;
        if (tree is JsonObject body)
            return body;
        problems.Add(fileName, tree.ToJsonString(), "a template: an object with the section Resources");
        return null;
    }

    private static JsonNode? ParseJson(string text, string fileName, ProblemList problems)
    {
        try
        {
            // Touching every member finds a repeated key now, and not somewhere later as an exception.
            var tree = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return tree ?? new JsonObject();
        }
        catch (JsonException e)
        {
            problems.Add($"{fileName}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}", e.Message.Split(" LineNumber:")[0], "JSON");
            return null;
        }
    }
}
