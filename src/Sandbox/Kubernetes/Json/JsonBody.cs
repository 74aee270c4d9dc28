using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes.Json;

/// <summary>A JSON text, read as the API server does: of members written twice the last counts, and they are remembered.</summary>
internal sealed class JsonBody
{
    private readonly List<string> _duplicates = [];

    private JsonBody()
    {
    }

    public JsonNode? Root { get; private set; }

    /// <summary>Paths of members written twice: <c>metadata.name</c>, <c>rules[0].verbs</c>.</summary>
    public IReadOnlyList<string> Duplicates => _duplicates;

    /// <summary>Reads <paramref name="utf8"/>; throws <see cref="JsonException"/> when it is no JSON.</summary>
    public static JsonBody Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 100 });
        var body = new JsonBody();
        if (!reader.Read()) throw new JsonException("there is no JSON text");
        body.Root = body.Value(ref reader, "");
        if (reader.Read()) throw new JsonException("there is something after the JSON text");
        return body;
    }

    private JsonNode? Value(ref Utf8JsonReader reader, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return Members(ref reader, path);
            case JsonTokenType.StartArray: return Items(ref reader, path);
            case JsonTokenType.String: return JsonValue.Create(reader.GetString());
            case JsonTokenType.True: return JsonValue.Create(true);
            case JsonTokenType.False: return JsonValue.Create(false);
            case JsonTokenType.Number when reader.TryGetInt64(out var integer): return JsonValue.Create(integer);
            case JsonTokenType.Number: return JsonNode.Parse(Encoding.UTF8.GetString(reader.ValueSpan));
            default: return null;
        }
    }

    private JsonObject Members(ref Utf8JsonReader reader, string path)
    {
        var members = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (members.ContainsKey(name)) _duplicates.Add(here);
            reader.Read();
            members[name] = Value(ref reader, here);
        }

        return members;
    }

    private JsonArray Items(ref Utf8JsonReader reader, string path)
    {
        var items = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader, $"{path}[{items.Count}]"));
        return items;
    }
}
