using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EksIamCdk.Access.Ownership;

/// <summary>What an object was before its owner came: the annotation <c>eks-iam-cdk/previous</c>.</summary>
/// <param name="Fields">The values that were displaced, each with its path; whatever else the object holds was never touched.</param>
/// <param name="Owner">Who owned it then; null when it was nobody's.</param>
/// <param name="Previous">What that owner had displaced in its turn.</param>
/// <param name="Declared">What that owner had declared, as it was kept; null when it is not known.</param>
internal sealed record ObjectPrevious(IReadOnlyList<DisplacedField> Fields, Owner? Owner, ObjectPrevious? Previous, string? Declared = null)
{
    /// <summary>What the object carries again when it is put back.</summary>
    [JsonIgnore]
    public ObjectMarks Marks => new(Owner, Previous, Declared);

    /// <summary>The same, and what the live object holds at the leaves of <paramref name="manifest"/> that are not remembered yet.</summary>
    public ObjectPrevious AndWhatIsCoveredBy(JsonObject manifest, JsonObject live)
    {
        var known = Fields.Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        return this with { Fields = [.. Fields, .. DisplacedField.Covered(manifest, live).Where(field => known.Add(field.Key) && !Fields.Any(field.Holds))] };
    }

    /// <summary>The same chain without the link of <paramref name="leaving"/>; null when nothing is left to put back.</summary>
    public ObjectPrevious? Without(Owner leaving)
    {
        if (Owner != leaving) return this with { Previous = Previous?.Without(leaving) };
        if (Previous is null) return null;
        var known = Previous.Fields.Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        return Previous with { Fields = [.. Previous.Fields, .. Fields.Where(field => known.Add(field.Key))] };
    }

    /// <summary>What is to be put back, one link after the other, until the object is the owner's again; null when it was never his.</summary>
    public IReadOnlyList<ObjectPrevious>? LinksTo(Owner owner) =>
        Owner == owner ? [this] : Previous?.LinksTo(owner) is { } further ? [this, .. further] : null;

    public bool Holds(Owner owner) => Owner == owner || (Previous?.Holds(owner) ?? false);
}

/// <summary>One value of an object, by its path.</summary>
/// <param name="Path">The members that lead to it; lists are whole values.</param>
/// <param name="Value">Null when there was none.</param>
internal sealed record DisplacedField(IReadOnlyList<string> Path, JsonNode? Value)
{
    [JsonIgnore]
    public string Key => ManagedFields.Key(Path);

    /// <summary>Whether the other one lies within this one.</summary>
    public bool Holds(DisplacedField other) => other.Path.Count > Path.Count && other.Path.Take(Path.Count).SequenceEqual(Path);

    /// <summary>What <paramref name="live"/> holds at each leaf of <paramref name="manifest"/>. Empty members displace nothing that is
    /// in them.</summary>
    public static IEnumerable<DisplacedField> Covered(JsonObject manifest, JsonObject live) =>
        Leaves(manifest, [])
            .Where(path => Find(manifest, path) is not JsonObject || Find(live, path) is not JsonObject { Count: > 0 })
            .Select(path => new DisplacedField(path, Find(live, path)?.DeepClone()));

    /// <summary>Puts the value back where it was, or takes away what has come there, with the parents that are empty then.</summary>
    public void PutBack(JsonObject target) => Set(target, 0);

    private void Set(JsonObject parent, int depth)
    {
        var member = Path[depth];
        if (depth == Path.Count - 1)
        {
            if (Value is null) parent.Remove(member);
            else parent[member] = Value.DeepClone();
            return;
        }

        if (parent[member] is not JsonObject child)
        {
            if (Value is null) return;
            parent[member] = child = [];
        }

        Set(child, depth + 1);
        if (child.Count == 0) parent.Remove(member);
    }

    private static JsonNode? Find(JsonObject from, IReadOnlyList<string> path)
    {
        JsonNode? node = from;
        foreach (var member in path) node = (node as JsonObject)?[member];
        return node;
    }

    private static IEnumerable<IReadOnlyList<string>> Leaves(JsonObject node, IReadOnlyList<string> path)
    {
        foreach (var (member, value) in node)
        {
            if (path.Count == 0 && member is "apiVersion" or "kind" || path is ["metadata"] && member is "name" or "namespace") continue;
            IReadOnlyList<string> here = [.. path, member];
            if (value is JsonObject { Count: > 0 } child)
            {
                foreach (var leaf in Leaves(child, here)) yield return leaf;
            }
            else
            {
                yield return here;
            }
        }
    }
}
