using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>Writes down what a record asks for, as a JSON schema.</summary>
internal sealed class DescribedFields : Fields
{
    private readonly JsonObject _properties = [];
    private readonly JsonArray _required = [];
    private readonly JsonObject _together = [];
    private JsonArray? _exactlyOne;

    public override SpecPosition At => default;

    public override int ProblemCount => 0;

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

    public override void ExactlyOne(params string[] keys) =>
        _exactlyOne = new([.. keys.Select(key => new JsonObject { ["required"] = new JsonArray(key) })]);

    public override void Together(string one, string other)
    {
        _together[one] = new JsonArray(other);
        _together[other] = new JsonArray(one);
    }

    // A schema could say this too, but no editor would explain it: the reader does.
    public override void Either(string[] one, string[] other)
    {
    }

    public override bool Misspelt(params string[] keys) => false;

    public override SpecPosition PlaceOf(string key) => default;

    public JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (_required.Count > 0) schema["required"] = _required;
        schema["properties"] = _properties;
        if (_exactlyOne is not null) schema["oneOf"] = _exactlyOne;
        if (_together.Count > 0) schema["dependentRequired"] = _together;
        return schema;
    }

    private void Describe<T>(string key, string description, Shape<T> shape)
    {
        var schema = shape.Schema();
        schema.Insert(0, "description", description);
        _properties[key] = schema;
    }
}
