using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A map of resource names to quantities.</summary>
/// <param name="plain">The resource names that are known.</param>
/// <param name="patterned">Prefixes and infixes of names that are right too, such as <c>count/</c>.</param>
internal sealed class AmountsShape(IReadOnlyList<string> plain, params string[] patterned) : Shape<Items<Amount>>
{
    public override Items<Amount>? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is not SpecNode.Mapping map)
        {
            problems.Add(node.At, $"{name} is not a map", node.Description, "a map of resource names to quantities");
            return null;
        }

        return [.. map.Pairs.Select(pair => ReadOne(pair.Key, pair.Value, problems)).OfType<Amount>()];
    }

    public override JsonObject Schema()
    {
        var quantity = new JsonObject { ["type"] = new JsonArray("string", "number") };
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(plain.Select(name => KeyValuePair.Create(name, (JsonNode?)quantity.DeepClone()))),
        };
        if (patterned.Length > 0) schema["patternProperties"] = new JsonObject { [string.Join('|', patterned)] = quantity };
        return schema;
    }

    private Amount? ReadOne(SpecNode.Scalar key, SpecNode value, SpecProblems problems)
    {
        if (!plain.Contains(key.Text) && !patterned.Any(part => key.Text.Contains(part, StringComparison.Ordinal)))
        {
            problems.AddUnknown(key.At, $"{key.Text} is no resource that can be limited here", key.Text, plain);
            return null;
        }

        if (value is SpecNode.Scalar { Text: var text } && Quantity.Parse(text) is { } quantity)
        {
            return new(key.Text, new(text, value.At), quantity);
        }
        problems.Add(value.At, $"{key.Text} is no quantity", value.Description, "a quantity such as 2, 500m or 64Gi");
        return null;
    }
}
