using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Storage;

/// <summary>Keeps the objects, as etcd does: one counter gives every write its resourceVersion. Whoever uses it holds <see cref="Gate"/>.</summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<ObjectKey, JsonObject> _objects = [];
    private long _revision;

    /// <summary>Held while a request reads, decides and writes.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The revision of the last write.</summary>
    public long Revision => _revision;

    /// <summary>Told of each write, within the gate: ADDED, MODIFIED or DELETED, and the object.</summary>
    public event Action<string, ObjectKey, JsonObject>? Changed;

    /// <summary>A copy of the object; null when there is none.</summary>
    public JsonObject? Get(ObjectKey key) => _objects.TryGetValue(key, out var found) ? Copy(found) : null;

    public bool Has(ObjectKey key) => _objects.ContainsKey(key);

    /// <summary>The objects of a kind, by namespace and name, not copied: to be read only.</summary>
    public IEnumerable<JsonObject> Peek(ResourceKind kind, string inNamespace = "") =>
        _objects
            .Where(pair => pair.Key.Kind.Plural == kind.Plural && (inNamespace.Length == 0 || pair.Key.Namespace == inNamespace))
            .OrderBy(pair => pair.Key.Namespace, StringComparer.Ordinal).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => pair.Value);

    /// <summary>The keys of everything in a namespace.</summary>
    public IReadOnlyList<ObjectKey> KeysIn(string name) => [.. _objects.Keys.Where(key => key.Kind.Namespaced && key.Namespace == name)];

    /// <summary>Writes the object under the next revision and returns it with its resourceVersion.</summary>
    public JsonObject Put(ObjectKey key, JsonObject body)
    {
        var kept = Copy(body);
        kept.Metadata()["resourceVersion"] = NextRevision();
        var change = _objects.ContainsKey(key) ? "MODIFIED" : "ADDED";
        _objects[key] = kept;
        Changed?.Invoke(change, key, kept);
        return Copy(kept);
    }

    public void Remove(ObjectKey key)
    {
        if (!_objects.Remove(key, out var removed)) return;
        removed.Metadata()["resourceVersion"] = NextRevision();
        Changed?.Invoke("DELETED", key, removed);
    }

    /// <summary>All of it, to be kept in a file.</summary>
    public JsonObject Save() => new()
    {
        ["revision"] = _revision,
        ["objects"] = new JsonArray([.. Kinds.All.SelectMany(kind => Peek(kind)).Select(body => body.DeepClone())]),
    };

    /// <summary>Takes what <see cref="Save"/> gave; objects of unknown kinds are left out.</summary>
    public void Load(JsonObject saved)
    {
        _objects.Clear();
        _revision = saved["revision"]?.GetValue<long>() ?? 0;
        foreach (var body in saved.Objects("objects"))
        {
            if (Kinds.FindByKind(body.Text("apiVersion"), body.Text("kind")) is { } kind) _objects[new ObjectKey(kind, body.Namespace(), body.Name())] = Copy(body);
        }
    }

    private string NextRevision() => (++_revision).ToString(CultureInfo.InvariantCulture);

    private static JsonObject Copy(JsonObject body) => body.DeepClone().AsObject();
}
