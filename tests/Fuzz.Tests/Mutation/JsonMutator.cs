using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Fuzz.Tests.Mutation;

/// <summary>Changes JSON: its tree first, and sometimes its text too.</summary>
internal static class JsonMutator
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2000 };

    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e999", "123456789012345678901234567890", "\"\"", "\"x\"", "\"true\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "\"\\u2028\"", "\"a\\nb\"",
        "\"../x\"", "\"..\"", "\"a/b\"", "\"a%2fb\"", "\"{{SessionName}}\"", "\"system:masters\"", "\"kube-system\"", "\"aws-auth\"", "\"arn:aws:iam::111122223333:role/x\"", "\"*\"",
        "[]", "{}", "[null]", "[[]]", "[1,2]", "[{}]", "{\"a\":{}}", "{\"\":1}", "{\"\\ud83d\":1}", "{\"eks-iam-cdk/owner\":\"x\"}", "{\"a\":1,\"a\":2}",
        "\"http://127.0.0.1:1/\"", "\"https://a b\"", "\"https://\"", "\"http://[::1\"", "\"https://user:pw@host:99999/\"", "\"Create\"", "\"Delete\"", "\"Update\"", "\"Adopt\"",
    ];

    private static readonly string[] s_marks =
        ["\\ud800", "\\udc00", "\\u0000", "\\", "\"", "{", "}", "[", "]", ",", ":", "//", "/**/", "1e999", "-", "NaN", "null", "\u0000", "\u001f", "\uFEFF", "\u2028", "\n", " ", "\t", "é", "😀"];

    public static string Mutated(string json, Dice dice)
    {
        var root = JsonNode.Parse(json)!;
        var places = new List<string>();
        for (var left = dice.OneIn(3) ? dice.Between(2, 5) : 1; left > 0; left--) Change(root, dice, places);
        var text = root.ToJsonString(s_json);
        foreach (var place in places) text = text.Replace($"\"{place}\"", dice.Of(s_values), StringComparison.Ordinal);
        if (dice.OneIn(10)) text = TextMutator.Mutated(text, dice, s_marks);
        else if (dice.OneIn(8)) text = text.Insert(dice.Between(0, text.Length), dice.Of(s_marks));
        return TextMutator.Whole(text);
    }

    /// <summary>Changes one place of the tree. Values that no tree holds get a name, by which they are put into the text.</summary>
    private static void Change(JsonNode root, Dice dice, List<string> places)
    {
        var containers = new List<JsonNode>();
        Collect(root, containers);
        var chosen = dice.Of(containers);
        var place = $"@place{places.Count}@";
        if (chosen is JsonObject owner)
        {
            var names = owner.Select(pair => pair.Key).ToList();
            if (names.Count == 0 || dice.OneIn(6))
            {
                owner[dice.Of(["", "x", "name", "metadata", "data", "stringData", "namespace", "apiVersion", "Cluster", "Records", "requestPayload", "eks-iam-cdk"])] = place;
                places.Add(place);
                return;
            }

            var name = dice.Of(names);
            switch (dice.Below(5))
            {
                case 0:
                    owner.Remove(name);
                    return;
                case 1:
                    var value = owner[name]?.DeepClone();
                    owner.Remove(name);
                    owner[dice.OneIn(2) ? name.ToUpperInvariant() : name + "x"] = value;
                    return;
                case 2:
                    owner[name] = Deep(owner[name]?.DeepClone(), dice);
                    return;
                default:
                    owner[name] = place;
                    places.Add(place);
                    return;
            }
        }

        var list = (JsonArray)chosen;
        if (list.Count > 0 && dice.OneIn(2)) list.RemoveAt(dice.Below(list.Count));
        list.Insert(dice.Between(0, list.Count), place);
        places.Add(place);
    }

    private static JsonNode? Deep(JsonNode? value, Dice dice)
    {
        for (var left = dice.OneIn(8) ? dice.Between(50, 300) : dice.Between(1, 3); left > 0; left--)
            value = dice.OneIn(2) ? new JsonArray(value) : new JsonObject { ["a"] = value };
        return value;
    }

    private static void Collect(JsonNode? node, List<JsonNode> containers)
    {
        if (node is not (JsonObject or JsonArray)) return;
        containers.Add(node);
        var children = node is JsonObject owner ? owner.Select(pair => pair.Value) : node.AsArray();
        foreach (var child in children) Collect(child, containers);
    }
}
