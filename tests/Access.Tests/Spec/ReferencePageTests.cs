using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

/// <summary>docs/access-yaml.md: its tables of keys are made of the records, and its examples are read.</summary>
public sealed class ReferencePageTests
{
    private const string Begin = "<!-- keys: made of the records by the tests -->\n";
    private const string End = "<!-- /keys -->";

    private static readonly string s_page = Repository.Path("docs", "access-yaml.md");

    [Fact]
    public void The_tables_of_keys_are_what_the_records_read()
    {
        var page = File.ReadAllText(s_page);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));

        Repository.AssertCurrent(s_page, $"{page[..begin]}\n{Tables(AccessSpec.Schema())}{page[end..]}");
    }

    [Fact]
    public void Every_example_is_read_without_a_problem()
    {
        var examples = File.ReadAllText(s_page).Split("```yaml\n").Skip(1).Select(part => part.Split("```")[0]).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal([], AccessSpec.Read(example).Problems.Select(problem => problem.In("example"))));
    }

    private static string Tables(JsonObject schema)
    {
        var text = new StringBuilder();
        Table(text, "", schema, []);
        return text.ToString();
    }

    // A map that was shown before is referred to.
    private static void Table(StringBuilder text, string path, JsonObject map, Dictionary<string, string> shown)
    {
        var required = Required(map).ToList();
        text.Append($"### {(path.Length == 0 ? "The file" : $"`{path}`")}\n\n| key | value | what it says |\n| --- | --- | --- |\n");
        var inner = new List<(string Path, JsonObject Map)>();
        foreach (var (key, value) in map["properties"]!.AsObject())
        {
            var schema = value!.AsObject();
            var name = required.Contains(key) ? $"**`{key}`**" : $"`{key}`";
            var inside = MapOf(schema);
            var insidePath = path.Length == 0 ? key : $"{path}.{key}";
            var same = inside is null || shown.TryAdd(Content(inside), insidePath) ? null : shown[Content(inside)];
            text.Append($"| {name} | {Value(schema)}{(same is null ? "" : $", as in `{same}`")} | {schema["description"]} |\n");
            if (inside is not null && same is null) inner.Add((insidePath, inside));
        }

        if (map["oneOf"] is JsonArray choices)
        {
            var keys = choices.Select(choice => $"`{choice!["required"]![0]}`").ToList();
            text.Append($"\nExactly one of {string.Join(", ", keys[..^1])} and {keys[^1]}.\n");
        }

        text.Append('\n');
        foreach (var (insidePath, inside) in inner) Table(text, insidePath, inside, shown);
    }

    private static string Content(JsonObject map) => $"{map["properties"]!.ToJsonString()}{map["required"]?.ToJsonString()}";

    private static IEnumerable<string> Required(JsonObject map) => map["required"]?.AsArray().Select(key => key!.GetValue<string>()) ?? [];

    private static string Value(JsonObject schema) => schema switch
    {
        _ when schema["enum"] is JsonArray words => string.Join(", ", words.Select(word => $"`{word}`")),
        _ when schema["anyOf"] is JsonArray forms => string.Join(" or ", forms.Select(form => Value(form!.AsObject()))),
        _ when schema["items"] is JsonObject items => $"list of {Plural(Value(items))}",
        _ when schema["type"] is JsonArray => "text or number",
        _ => schema["type"]!.GetValue<string>() switch
        {
            "object" when schema["patternProperties"] is not null => $"map of {string.Join(", ", schema["properties"]!.AsObject().Select(pair => $"`{pair.Key}`"))}, or a name with `/`, to quantities",
            "object" when schema["additionalProperties"] is JsonObject => "map of Regions to texts",
            "object" => "map",
            "boolean" => "`true`, `false`",
            "integer" => $"{schema["minimum"]} to {schema["maximum"]}",
            _ => "text",
        },
    };

    private static string Plural(string value) => value switch { "map" => "maps", "text" => "texts", "text or map" => "texts or maps", _ => value };

    // The map itself, or the map that the items of a list are or may be. Maps of quantities have keys that explain themselves.
    private static JsonObject? MapOf(JsonObject schema)
    {
        if (schema["properties"] is JsonObject properties) return properties.First().Value!["description"] is null ? null : schema;
        if (schema["items"] is JsonObject items) return MapOf(items);
        return schema["anyOf"] is JsonArray forms ? forms.Select(form => MapOf(form!.AsObject())).FirstOrDefault(map => map is not null) : null;
    }
}
