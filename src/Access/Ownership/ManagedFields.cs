using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.Ownership;

/// <summary>Which fields of an object are whose, by its <c>metadata.managedFields</c>
/// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).</summary>
internal sealed class ManagedFields(JsonObject metadata)
{
    // As an API server calls all who wrote an object before it took note of managers.
    private const string Unknown = "before-first-apply";

    /// <summary>As this project is called on an object that it has left by Retain: no apply takes anything away from it.</summary>
    private const string Retained = ObjectOwnership.FieldManager + "-retained";

    // Of each object that has an owner.
    private static readonly JsonObject s_marked = new()
    {
        ["metadata"] = new JsonObject
        {
            ["annotations"] = new JsonObject { [ObjectAnnotations.Owner] = "", [ObjectAnnotations.Previous] = "", [ObjectAnnotations.Declared] = "" },
        },
    };

    private readonly IReadOnlyList<JsonObject> _entries = [.. (metadata["managedFields"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>Whether this project has applied the object, by them, or the server keeps none. An update is no sign: what belonged to
    /// others before is put back by one.</summary>
    public bool MayHaveBeenApplied => _entries.Count == 0 || _entries.Any(IsOurApply);

    /// <summary>Whether this project has left the object by Retain.</summary>
    public bool WasRetained => _entries.Any(entry => (string?)entry["manager"] == Retained);

    /// <summary>The fields that this project has applied: another apply takes away what it says no more.</summary>
    public IEnumerable<IReadOnlyList<string>> Applied => _entries.Where(IsOurApply).SelectMany(Leaves);

    /// <summary>The fields that this project has written by an update, and nobody else besides: no apply takes them away.</summary>
    public IEnumerable<IReadOnlyList<string>> OnlyUpdated
    {
        get
        {
            var others = _entries.Where(entry => !IsOurs(entry)).SelectMany(Leaves).Select(Key).ToHashSet(StringComparer.Ordinal);
            return _entries.Where(entry => IsOurs(entry) && !IsOurApply(entry)).SelectMany(Leaves).Where(path => !others.Contains(Key(path)));
        }
    }

    /// <summary>Hands the fields that this project has applied, and none of these objects declares, over to those who wrote before managers were
    /// known: another apply leaves them there.</summary>
    /// <returns>Whether there were any.</returns>
    public bool HandOver(IReadOnlyList<JsonObject> declared) => HandOver(Unknown, [.. declared, s_marked]);

    /// <summary>Hands all over that this project has applied, and notes that it has left the object.</summary>
    public void Retain() => HandOver(Retained, []);

    private bool HandOver(string manager, IReadOnlyList<JsonObject> declared)
    {
        var handed = false;
        foreach (var ours in _entries.Where(IsOurApply))
        {
            if (ours["fieldsV1"] is not JsonObject fields || TakeUndeclared(fields, declared) is not { Count: > 0 } taken) continue;
            var managers = (JsonArray)ours.Parent!;
            if (_entries.FirstOrDefault(entry => (string?)entry["manager"] == manager && (string?)entry["apiVersion"] == (string?)ours["apiVersion"]) is { } known)
            {
                taken = Over(taken, (JsonObject)known["fieldsV1"]!);
                managers.Remove(known);
            }

            var theirs = (JsonObject)ours.DeepClone();
            (theirs["manager"], theirs["operation"], theirs["fieldsV1"]) = (manager, "Update", taken);
            managers.Add((JsonNode)theirs);
            if (fields.Count == 0) managers.Remove(ours);
            handed = true;
        }

        return handed;
    }

    /// <summary>A path as one text.</summary>
    public static string Key(IReadOnlyList<string> path) => string.Join('\0', path);

    public static JsonNode? Find(JsonObject from, IReadOnlyList<string> path) =>
        path.Aggregate((JsonNode?)from, (node, member) => (node as JsonObject)?[member]);

    public static void Remove(JsonObject from, IReadOnlyList<string> path)
    {
        if (Find(from, [.. path.SkipLast(1)]) is JsonObject parent) parent.Remove(path[^1]);
    }

    /// <summary>The one laid over the other, which keeps what it has besides.</summary>
    public static JsonObject Over(JsonObject under, JsonObject over)
    {
        foreach (var (member, value) in over)
        {
            under[member] = value is JsonObject inner && under[member] is JsonObject below ? Over((JsonObject)below.DeepClone(), inner) : value?.DeepClone();
        }

        return under;
    }

    private static bool IsOurs(JsonObject entry) => (string?)entry["manager"] is ObjectOwnership.FieldManager or Retained;

    private static bool IsOurApply(JsonObject entry) => IsOurs(entry) && (string?)entry["operation"] == "Apply";

    private static JsonObject TakeUndeclared(JsonObject fields, IReadOnlyList<JsonObject> declared)
    {
        var taken = new JsonObject();
        foreach (var (key, below) in fields.Where(IsField).ToList())
        {
            List<JsonNode> members = [.. declared.Select(body => body[NameOf(key)]).OfType<JsonNode>()];
            if (members.Count == 0)
            {
                fields.Remove(key);
                taken[key] = below;
            }
            else if (below is JsonObject inner && TakeUndeclared(inner, [.. members.OfType<JsonObject>()]) is { Count: > 0 } some)
            {
                taken[key] = some;
                if (inner.Count == 0) fields.Remove(key);
            }
        }

        return taken;
    }

    private static IEnumerable<IReadOnlyList<string>> Leaves(JsonObject entry) => Leaves(entry["fieldsV1"] as JsonObject, []);

    // fieldsV1 names each member of an object by f:NAME, and has nothing below what is a value as a whole; items of lists are left alone.
    private static IEnumerable<IReadOnlyList<string>> Leaves(JsonObject? fields, IReadOnlyList<string> path) =>
        (fields ?? []).Where(IsField).SelectMany(field =>
        {
            IReadOnlyList<string> here = [.. path, NameOf(field.Key)];
            return field.Value is JsonObject { Count: > 0 } below ? Leaves(below, here) : [here];
        });

    private static bool IsField(KeyValuePair<string, JsonNode?> member) => member.Key.StartsWith("f:", StringComparison.Ordinal);

    private static string NameOf(string field) => field[2..];
}
