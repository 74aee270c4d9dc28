using System.Text;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes.Apply;

/// <summary>
/// A set of fields of one object, as <c>managedFields[].fieldsV1</c> writes it: a tree whose steps are <c>f:name</c> (a field),
/// <c>k:{"key":"value"}</c> (an item of a keyed list) and <c>v:"value"</c> (an item of a set).
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether this very field is in the set, not only something below it.</summary>
    public bool IsMember { get; private set; }

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public static FieldSet FromJson(JsonNode? fields)
    {
        var set = new FieldSet();
        foreach (var (step, below) in fields as JsonObject ?? [])
        {
            if (step == ".") set.IsMember = true;
            else set._children[step] = below is JsonObject { Count: > 0 } ? FromJson(below) : new FieldSet { IsMember = true };
        }

        return set;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && _children.Count > 0) json["."] = new JsonObject();
        foreach (var (step, below) in _children) json[step] = below.ToJson();
        return json;
    }

    public void Add(FieldPath path)
    {
        var at = this;
        foreach (var step in path.Steps)
        {
            if (!at._children.TryGetValue(step, out var below)) at._children[step] = below = new FieldSet();
            at = below;
        }

        at.IsMember = true;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (mine, theirs) => mine || theirs);

    public FieldSet Intersect(FieldSet other) => Combine(this, other, (mine, theirs) => mine && theirs);

    public FieldSet Except(FieldSet other) => Combine(this, other, (mine, theirs) => mine && !theirs);

    /// <summary>Without the branch that <paramref name="steps"/> lead to.</summary>
    public FieldSet Without(params ReadOnlySpan<string> steps)
    {
        var copy = new FieldSet { IsMember = IsMember };
        foreach (var (step, below) in _children)
        {
            if (step != steps[0])
            {
                copy._children[step] = below;
            }
            else if (steps.Length > 1 && below.Without(steps[1..]) is { IsEmpty: false } rest)
            {
                copy._children[step] = rest;
            }
        }

        return copy;
    }

    public bool SetEquals(FieldSet other) =>
        IsMember == other.IsMember && _children.Count == other._children.Count
        && _children.All(pair => other._children.TryGetValue(pair.Key, out var theirs) && pair.Value.SetEquals(theirs));

    /// <summary>Every member, in order.</summary>
    public IEnumerable<FieldPath> Paths(FieldPath? from = null)
    {
        from ??= FieldPath.Root;
        if (IsMember) yield return from;
        foreach (var (step, below) in _children)
        {
            foreach (var path in below.Paths(from.Then(step))) yield return path;
        }
    }

    public override string ToString() => ToJson().ToJsonString();

    private static FieldSet Combine(FieldSet? mine, FieldSet? theirs, Func<bool, bool, bool> keep)
    {
        var result = new FieldSet { IsMember = keep(mine?.IsMember ?? false, theirs?.IsMember ?? false) };
        foreach (var step in (mine?._children.Keys ?? Enumerable.Empty<string>()).Union(theirs?._children.Keys ?? Enumerable.Empty<string>()))
        {
            var below = Combine(mine?._children.GetValueOrDefault(step), theirs?._children.GetValueOrDefault(step), keep);
            if (!below.IsEmpty) result._children[step] = below;
        }

        return result;
    }
}

/// <summary>The way to one field.</summary>
internal sealed record FieldPath(IReadOnlyList<string> Steps)
{
    public static readonly FieldPath Root = new([]);

    public FieldPath Field(string name) => Then($"f:{name}");

    public FieldPath Item(string key, JsonNode? value) => Then($"k:{new JsonObject { [key] = value?.DeepClone() }.ToJsonString()}");

    public FieldPath Value(JsonNode? value) => Then($"v:{value?.ToJsonString() ?? "null"}");

    public FieldPath Then(string step) => new([.. Steps, step]);

    public bool Equals(FieldPath? other) => other is not null && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Count == 0 ? 0 : HashCode.Combine(Steps.Count, Steps[^1]);

    /// <summary>As conflicts name it: <c>.metadata.labels.team</c>, <c>.secrets[name="x"].name</c>, <c>.metadata.finalizers["a/b"]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            text = step[0] switch
            {
                'f' => text.Append('.').Append(step, 2, step.Length - 2),
                'v' => text.Append("[=").Append(step, 2, step.Length - 2).Append(']'),
                _ => text.Append('[').AppendJoin(',', JsonNode.Parse(step[2..])!.AsObject().Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}")).Append(']'),
            };
        }

        return text.ToString();
    }
}
