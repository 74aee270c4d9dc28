using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>One of a few words.</summary>
/// <param name="choices">The words and what they mean.</param>
/// <param name="notYet">Words of the full grammar that this version does not know.</param>
internal sealed class ChoiceShape<T>(IReadOnlyList<(string Word, T Value)> choices, params string[] notYet) : Shape<T?>
    where T : struct
{
    public override T? Read(SpecNode node, string name, SpecProblems problems)
    {
        var words = choices.Select(choice => choice.Word).ToList();
        if (node is not SpecNode.Scalar { Text: var text })
        {
            problems.Add(node.At, $"{name} is wrong", node.Description, SpecProblems.OneOf(words));
            return null;
        }

        if (choices.Where(choice => choice.Word == text).Select(choice => (T?)choice.Value).FirstOrDefault() is { } value) return value;
        var what = notYet.Contains(text) ? $"{name}: {text} is not known to this version" : $"{name} is wrong";
        problems.AddUnknown(node.At, what, node.Description, words);
        return null;
    }

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice.Word)]) };
}
