using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A text. Numbers and booleans are texts too, as they are written.</summary>
/// <param name="Expected">What is right, in the words of an error.</param>
/// <param name="pattern">What the whole text must match, in the common ground of .NET and JSON schema; or null.</param>
/// <param name="numbers">Whether an editor should take an unquoted number for right.</param>
internal sealed class WordShape(string Expected, string? pattern = null, bool numbers = false) : Shape<Word>
{
    private readonly Regex? _pattern = pattern is null ? null : new Regex($"^(?:{pattern})\\z", RegexOptions.CultureInvariant);

    public override Word? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is SpecNode.Scalar { Text.Length: > 0 } scalar && !node.IsNothing && _pattern?.IsMatch(scalar.Text) is not false)
        {
            return new(scalar.Text, scalar.At);
        }

        problems.Add(node.At, $"{name} is wrong", node.Description, Expected);
        return null;
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = numbers ? new JsonArray("string", "number") : "string" };
        if (pattern is null) schema["minLength"] = 1;
        else schema["pattern"] = $"^(?:{pattern})$";
        return schema;
    }
}
