using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>Writes down what a record asks for, as a JSON schema.</summary>
internal sealed class DescribedFields : Fields
{
    private readonly JsonObject _properties = [];
    private readonly JsonArray _required = [];
    private JsonArray? _exactlyOne;

    public override SpecPosition At => default;

    public override T Required<T>(string key, string description, Shape<T> shape, T missing)
    {
        _required.Add((JsonNode)key);
        Describe(key, description, shape);
        return missing;
    }

    public override T? Optional<T>(string key, string description, Shape<T> shape)
        where T : default
    {
        Describe(key, description, shape);
        return default;
    }

    public override void ExactlyOne(string one, string other) => _exactlyOne =
        new(new JsonObject { ["required"] = new JsonArray(one) }, new JsonObject { ["required"] = new JsonArray(other) });

    public override SpecPosition PlaceOf(string key) => default;

    public override void NotYet(params string[] keys)
    {
    }

    public JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (_required.Count > 0) schema["required"] = _required;
        schema["properties"] = _properties;
        if (_exactlyOne is not null) schema["oneOf"] = _exactlyOne;
        return schema;
    }

    private void Describe<T>(string key, string description, Shape<T> shape)
    {
        var schema = shape.Schema();
        schema.Insert(0, "description", description);
        _properties[key] = schema;
    }
}
