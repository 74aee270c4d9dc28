using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Apply;

/// <summary>Who wrote fields, and how: one entry of <c>metadata.managedFields</c> is told from the others by these.</summary>
internal sealed record FieldManager(string Name, bool Applies, string ApiVersion, string Subresource = "")
{
    public string Operation => Applies ? "Apply" : "Update";

    /// <summary>As conflicts name it.</summary>
    public string Describe()
    {
        var quoted = $"\"{Name}\"";
        if (Applies) return quoted;
        return Subresource.Length == 0 ? $"{quoted} using {ApiVersion}" : $"{quoted} with subresource \"{Subresource}\" using {ApiVersion}";
    }
}

/// <summary>The fields of one manager.</summary>
internal sealed record ManagedEntry(FieldManager Manager, string Time, FieldSet Fields);

/// <summary>The managers of one object.</summary>
internal sealed class ManagedFields
{
    private readonly List<ManagedEntry> _entries;

    private ManagedFields(List<ManagedEntry> entries) => _entries = entries;

    public static ManagedFields None => new([]);

    public IReadOnlyList<ManagedEntry> Entries => _entries;

    public static ManagedFields Read(JsonObject body) => new(
    [
        .. body["metadata"].Objects("managedFields").Select(entry => new ManagedEntry(
            new FieldManager(entry.Text("manager"), entry.Text("operation") == "Apply", entry.Text("apiVersion"), entry.Text("subresource")),
            entry.Text("time"),
            FieldSet.FromJson(entry["fieldsV1"]))),
    ]);

    public FieldSet? Of(FieldManager manager) => _entries.Find(entry => entry.Manager == manager)?.Fields;

    /// <summary>Gives a manager these fields; without any it is no manager any more.</summary>
    public void Set(FieldManager manager, FieldSet fields, string time)
    {
        var index = _entries.FindIndex(entry => entry.Manager == manager);
        if (index >= 0 && _entries[index].Fields.SetEquals(fields)) return;
        if (index >= 0) _entries.RemoveAt(index);
        if (!fields.IsEmpty) _entries.Add(new ManagedEntry(manager, time, fields));
    }

    /// <summary>Takes fields away from everybody but <paramref name="writer"/>.</summary>
    public void TakeFromOthers(FieldManager writer, FieldSet fields)
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            var entry = _entries[index];
            if (entry.Manager == writer || entry.Fields.Intersect(fields).IsEmpty) continue;
            var left = entry.Fields.Except(fields);
            if (left.IsEmpty) _entries.RemoveAt(index);
            else _entries[index] = entry with { Fields = left };
        }
    }

    public void WriteTo(JsonObject body)
    {
        var metadata = body.Metadata();
        metadata.Remove("managedFields");
        if (_entries.Count == 0) return;
        metadata["managedFields"] = new JsonArray(
        [
            .. _entries
                .OrderBy(entry => entry.Manager.Operation, StringComparer.Ordinal).ThenBy(entry => entry.Time, StringComparer.Ordinal)
                .ThenBy(entry => entry.Manager.Name, StringComparer.Ordinal)
                .Select(ToJson),
        ]);
    }

    private static JsonNode ToJson(ManagedEntry entry)
    {
        var json = new JsonObject
        {
            ["manager"] = entry.Manager.Name,
            ["operation"] = entry.Manager.Operation,
            ["apiVersion"] = entry.Manager.ApiVersion,
            ["time"] = entry.Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = entry.Fields.ToJson(),
        };
        if (entry.Manager.Subresource.Length > 0) json["subresource"] = entry.Manager.Subresource;
        return json;
    }
}
