using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A list of words of a few, each at most once.</summary>
internal sealed class ChoicesShape<T>(ChoiceShape<T> choice) : Shape<Items<T>>
    where T : struct
{
    public override Items<T>? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is not SpecNode.Sequence sequence)
        {
            problems.Add(node.At, $"{name} is not a list", node.Description, "a list");
            return null;
        }

        var chosen = new List<T>();
        foreach (var item in sequence.Items)
        {
            if (choice.Read(item, name, problems) is not { } value) continue;
            if (chosen.Contains(value)) problems.Add(item.At, $"{name} has {item.Description} twice", item.Description, "it once");
            else chosen.Add(value);
        }

        return [.. chosen];
    }

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = choice.Schema(), ["uniqueItems"] = true };
}
