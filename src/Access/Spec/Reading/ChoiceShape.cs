using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>One of a few words.</summary>
/// <param name="choices">The words and what they mean.</param>
internal sealed class ChoiceShape<T>(params (string Word, T Value)[] choices) : Shape<T?>
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
        problems.AddUnknown(node.At, $"{name} is wrong", node.Description, words);
        return null;
    }

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice.Word)]) };
}
