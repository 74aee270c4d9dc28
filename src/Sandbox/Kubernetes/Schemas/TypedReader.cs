using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes.Schemas;

/// <summary>A value of a wrong type, with its path (<c>spec.limits[0].type</c>).</summary>
internal sealed record TypeFault(string Path, string Got, string Expected)
{
    /// <summary>Whether the JSON is of the right type, and only its text means nothing.</summary>
    public bool IsOfContent => Expected is TypedReader.Base64 or TypedReader.Quantity;

    /// <summary>As the API server says it of an object of a kind.</summary>
    public string Describe(string kind) => Expected switch
    {
        TypedReader.Base64 => $"{kind}.{Path}: illegal base64 data at input byte 0",
        TypedReader.Quantity => $"{kind}.{Path}: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        _ => $"json: cannot unmarshal {Got} into Go struct field {kind}.{Path} of type {Expected}",
    };
}

/// <summary>
/// Reads JSON by a schema, as decoding into a typed object does: unknown members are left out and remembered, nulls are as if not there,
/// quantities and bytes take their canonical form.
/// </summary>
internal sealed class TypedReader
{
    /// <summary>What was expected where a text is no bytes, or no quantity: its type is right, only what it says is not.</summary>
    public const string Base64 = "base64";
    public const string Quantity = "quantity";

    private readonly List<string> _unknown = [];
    private readonly List<TypeFault> _faults = [];

    private TypedReader()
    {
    }

    public IReadOnlyList<string> Unknown => _unknown;

    public IReadOnlyList<TypeFault> Faults => _faults;

    public JsonObject Body { get; private set; } = [];

    public static TypedReader Read(Schema.Struct schema, JsonObject body)
    {
        var reader = new TypedReader();
        reader.Body = (JsonObject)reader.Value(schema, body, "")!;
        return reader;
    }

    private JsonNode? Value(Schema schema, JsonNode? node, string path)
    {
        if (node is null) return null;
        switch (schema)
        {
            case Schema.Scalar { Kind: ScalarKind.Anything }:
                return node.DeepClone();
            case Schema.Scalar scalar:
                return ScalarValue(scalar.Kind, node, path);
            case Schema.Struct shape when node is JsonObject members:
                return Members(members, path, name => shape.Fields.GetValueOrDefault(name));
            case Schema.Map map when node is JsonObject members:
                return Members(members, path, _ => map.Value);
            case Schema.List list when node is JsonArray items:
                return new JsonArray([.. items.Select((item, index) => Value(list.Item, item, $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]"))]);
            default:
                return Fault(path, node, schema is Schema.List ? "list" : "map");
        }
    }

    private JsonObject Members(JsonObject members, string path, Func<string, Schema?> schemaOf)
    {
        var read = new JsonObject();
        foreach (var (name, value) in members)
        {
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (schemaOf(name) is not { } schema) _unknown.Add(here);
            else if (Value(schema, value, here) is { } known) read[name] = known;
        }

        return read;
    }

    private JsonNode? ScalarValue(ScalarKind kind, JsonNode node, string path)
    {
        var found = node.GetValueKind();
        return (kind, found) switch
        {
            (ScalarKind.Text or ScalarKind.Time or ScalarKind.IntegerOrText, JsonValueKind.String) => node.DeepClone(),
            (ScalarKind.Quantity, JsonValueKind.String or JsonValueKind.Number) => QuantityOf(node, path),
            (ScalarKind.Integer or ScalarKind.IntegerOrText, JsonValueKind.Number) => node.DeepClone(),
            (ScalarKind.Boolean, JsonValueKind.True or JsonValueKind.False) => node.DeepClone(),
            (ScalarKind.Bytes, JsonValueKind.String) => BytesOf(node, path),
            (ScalarKind.Text or ScalarKind.Time or ScalarKind.Quantity or ScalarKind.Bytes, _) => Fault(path, node, "string"),
            (ScalarKind.Integer or ScalarKind.IntegerOrText, _) => Fault(path, node, "integer"),
            _ => Fault(path, node, "boolean"),
        };
    }

    private JsonNode? QuantityOf(JsonNode node, string path) =>
        QuantityText.Canonical(node.ToString()) is { } canonical ? JsonValue.Create(canonical) : Fault(path, node, Quantity);

    private JsonNode? BytesOf(JsonNode node, string path)
    {
        var text = node.GetValue<string>();
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length)
            ? JsonValue.Create(Convert.ToBase64String(buffer, 0, length))
            : Fault(path, node, Base64);
    }

    private JsonNode? Fault(string path, JsonNode node, string expected)
    {
        var got = node.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number => "number",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "array",
            _ => "object",
        };
        _faults.Add(new TypeFault(path, got, expected));
        return null;
    }
}
