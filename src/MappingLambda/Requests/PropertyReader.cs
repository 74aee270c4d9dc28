using System.Globalization;
using System.Text.Json;
using EksIamCdk.Access.Problems;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>
/// Reads the properties of one object of an event, and remembers which were asked for: the others are unknown. Scalars may be
/// text, numbers or booleans whatever they stand for, since CloudFormation makes text of them.
/// </summary>
internal sealed class PropertyReader
{
    private readonly JsonElement _properties;
    private readonly string _path;
    private readonly ProblemList _problems;
    private readonly List<string> _known = [];

    private PropertyReader(JsonElement properties, string path, ProblemList problems)
    {
        _properties = properties;
        _path = path;
        _problems = problems;
    }

    /// <summary>The reader of <c>ResourceProperties</c>, or null with a problem when they are no object.</summary>
    public static PropertyReader? Of(JsonElement properties, ProblemList problems)
    {
        if (properties.ValueKind == JsonValueKind.Object)
            return new PropertyReader(properties, "", problems);
        problems.Add("ResourceProperties", Quoted(properties), "an object");
        return null;
    }

    /// <summary>The reader of an object inside, or null with a problem when it is missing or none.</summary>
    public PropertyReader? Object(string name, string expected)
    {
        if (Find(name) is not { } value)
        {
            _problems.Missing(PathOf(name), expected);
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
            return new PropertyReader(value, $"{PathOf(name)}.", _problems);
        _problems.Add(PathOf(name), Quoted(value), expected);
        return null;
    }

    public string PathOf(string name) => _path + name;

    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text that has to be there and not be empty; null with a problem otherwise.</summary>
    public string? Required(string name, string expected)
    {
        if (Has(name))
            return Optional(name, expected);
        _problems.Missing(PathOf(name), expected);
        return null;
    }

    /// <summary>A text that is not empty where it is there; null when it is not, or with a problem.</summary>
    public string? Optional(string name, string expected)
    {
        if (Find(name) is not { } value)
            return null;
        var text = Scalar(value);
        if (!string.IsNullOrEmpty(text))
            return text;
        _problems.Add(PathOf(name), Quoted(value), expected);
        return null;
    }

    public bool Flag(string name, bool whenMissing)
    {
        if (Find(name) is not { } value)
            return whenMissing;
        if (bool.TryParse(Scalar(value), out var flag))
            return flag;
        _problems.Add(PathOf(name), Quoted(value), "true or false");
        return whenMissing;
    }

    /// <summary>One of a few words, written exactly so.</summary>
    public T Choice<T>(string name, T whenMissing, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Find(name) is not { } value)
            return whenMissing;
        var text = Scalar(value);
        var words = new List<string>();
        foreach (var (word, choice) in choices)
        {
            if (word == text)
                return choice;
            words.Add(word);
        }

        _problems.Add(PathOf(name), Quoted(value), string.Join(" or ", words));
        return whenMissing;
    }

    /// <summary>A text, which may be empty as well as missing.</summary>
    public string Text(string name)
    {
        if (Find(name) is not { } value)
            return "";
        if (Scalar(value) is { } text)
            return text;
        _problems.Add(PathOf(name), Quoted(value), "a text, or the property left out");
        return "";
    }

    /// <summary>A whole number.</summary>
    public int Number(string name, int whenMissing, int least, int most)
    {
        if (Find(name) is not { } value)
            return whenMissing;
        if (int.TryParse(Scalar(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        _problems.Add(PathOf(name), Quoted(value), string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
        return whenMissing;
    }

    /// <summary>A reader for each object of a list; none when the list is missing.</summary>
    public IReadOnlyList<PropertyReader> Objects(string name, string expectedItem)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            _problems.Add(PathOf(name), Quoted(value), $"a list, each item {expectedItem}");
            return [];
        }

        var readers = new List<PropertyReader>();
        for (var index = 0; index < value.GetArrayLength(); index++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{index}]");
            if (value[index].ValueKind == JsonValueKind.Object)
                readers.Add(new PropertyReader(value[index], $"{path}.", _problems));
            else
                _problems.Add(path, Quoted(value[index]), expectedItem);
        }

        return readers;
    }

    /// <summary>A list of texts; empty when it is missing.</summary>
    public IReadOnlyList<string> Texts(string name, string expectedItem)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            _problems.Add(PathOf(name), Quoted(value), $"a list, each item {expectedItem}");
            return [];
        }

        var texts = new List<string>();
        for (var index = 0; index < value.GetArrayLength(); index++)
        {
            if (Scalar(value[index]) is { Length: > 0 } text && !text.Any(char.IsControl))
                texts.Add(text);
            else
                _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{index}]"), Quoted(value[index]), expectedItem);
        }

        return texts;
    }

    public void Wrong(string name, string got, string expected) => _problems.Add(PathOf(name), got, expected);

    /// <summary>A property that nobody asked for is most likely a slip of the pen.</summary>
    public void RefuseUnknown(params ReadOnlySpan<string> alsoKnown)
    {
        _known.AddRange(alsoKnown);
        var expected = $"one of {string.Join(", ", _known.Except(alsoKnown.ToArray(), StringComparer.Ordinal))}";
        foreach (var property in _properties.EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (name is null || !_known.Contains(name, StringComparer.Ordinal))
                _problems.Add(PathOf(name ?? "(no text)"), $"an unknown property with the value {Quoted(property.Value)}", expected);
        }
    }

    private JsonElement? Find(string name)
    {
        if (!_known.Contains(name, StringComparer.Ordinal))
            _known.Add(name);
        var value = JsonText.Member(_properties, name);
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : value;
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonText.Of(value),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A value for a message. What may be a manifest is not shown: it may hold secrets.</summary>
    private static string Quoted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "",
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        JsonValueKind.String when Scalar(value) is { } text => text.Contains('{', StringComparison.Ordinal) ? "{…}" : text,
        _ => JsonText.Raw(value),
    };
}
