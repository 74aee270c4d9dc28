using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A list of values of one shape. Items of no use are left out: a problem says so for each.</summary>
internal sealed class ListShape<T>(Shape<T> item, bool mayBeEmpty = false) : Shape<Items<T>>
    where T : notnull
{
    public override Items<T>? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is not SpecNode.Sequence sequence)
        {
            problems.Add(node.At, $"{name} is not a list", node.Description, "a list");
            return null;
        }

        if (sequence.Items.Count == 0 && !mayBeEmpty) problems.Add(node.At, $"{name} is empty", "[]", "at least one item");
        return [.. sequence.Items.Select(value => item.Read(value, name, problems)).OfType<T>()];
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        if (!mayBeEmpty) schema["minItems"] = 1;
        return schema;
    }
}
