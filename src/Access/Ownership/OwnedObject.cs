using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.Ownership;

/// <summary>A live object, read for what ownership needs of it.</summary>
internal sealed class OwnedObject
{
    private const string FieldManager = "eks-iam-cdk";
    private static readonly string[] s_setByServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

    private readonly JsonObject _metadata;

    public OwnedObject(JsonObject body)
    {
        Body = body;
        _metadata = body["metadata"] as JsonObject ?? [];
        (Owner, OwnerUnreadable) = Read(ObjectAnnotations.Owner, OwnershipJson.Compact.Owner);
        (Previous, PreviousUnreadable) = Read(ObjectAnnotations.Previous, OwnershipJson.Compact.ObjectPrevious);
    }

    public JsonObject Body { get; }

    public Owner? Owner { get; }

    public ObjectPrevious? Previous { get; }

    public bool OwnerUnreadable { get; }

    public bool PreviousUnreadable { get; }

    public bool Terminating => _metadata["deletionTimestamp"] is not null;

    public string Uid => (string?)_metadata["uid"] ?? "";

    public string ResourceVersion => (string?)_metadata["resourceVersion"] ?? "";

    /// <summary>
    /// Whether this project may have written the object once: its field manager is in managedFields, or the server keeps none.
    /// </summary>
    public bool MayHaveBeenOurs =>
        _metadata["managedFields"] is not JsonArray { Count: > 0 } managers
        || managers.Any(entry => (string?)entry?["manager"] == FieldManager);

    /// <summary>Whether the object says all that a manifest says; what it says besides does not matter.</summary>
    public bool Says(JsonObject manifest) => Says(Body, manifest);

    /// <summary>A copy to be written in its place, with these two annotations.</summary>
    public JsonObject Copy(Owner? owner, ObjectPrevious? previous)
    {
        var copy = (JsonObject)Body.DeepClone();
        Annotate(copy, owner, previous);
        return copy;
    }

    /// <summary>A copy that can be created anew: without what the server sets.</summary>
    public static JsonObject ReadyToCreate(JsonObject body)
    {
        var copy = (JsonObject)body.DeepClone();
        foreach (var member in s_setByServer) (copy["metadata"] as JsonObject)?.Remove(member);
        copy.Remove("status");
        return copy;
    }

    /// <summary>Sets or takes off the two annotations.</summary>
    public static void Annotate(JsonObject body, Owner? owner, ObjectPrevious? previous)
    {
        var metadata = (JsonObject)body["metadata"]!;
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        Set(annotations, ObjectAnnotations.Owner, owner is null ? null : JsonSerializer.Serialize(owner, OwnershipJson.Compact.Owner));
        Set(annotations, ObjectAnnotations.Previous, previous is null ? null : JsonSerializer.Serialize(previous, OwnershipJson.Compact.ObjectPrevious));
        if (annotations.Count == 0) metadata.Remove("annotations");
    }

    private static void Set(JsonObject annotations, string key, string? value)
    {
        if (value is null) annotations.Remove(key);
        else annotations[key] = value;
    }

    /// <summary>Takes this project's field manager off an object that goes back to those who had it before.</summary>
    public static void ForgetOurManager(JsonObject body)
    {
        if (body["metadata"]!["managedFields"] is not JsonArray managers) return;
        for (var i = managers.Count - 1; i >= 0; i--)
        {
            if ((string?)managers[i]?["manager"] == FieldManager) managers.RemoveAt(i);
        }
    }

    private (T? Value, bool Unreadable) Read<T>(string annotation, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if ((string?)(_metadata["annotations"] as JsonObject)?[annotation] is not { } text) return (null, false);
        try
        {
            var value = JsonSerializer.Deserialize(text, type);
            return (value, value is null);
        }
        catch (JsonException)
        {
            return (null, true);
        }
    }

    private static bool Says(JsonNode? live, JsonNode? wanted) => (live, wanted) switch
    {
        (JsonObject has, JsonObject asks) => asks.All(member => Says(has[member.Key], member.Value)),
        (JsonArray has, JsonArray asks) => has.Count == asks.Count && asks.Zip(has).All(pair => Says(pair.Second, pair.First)),
        // The API server leaves out what is empty.
        (null, JsonObject { Count: 0 } or JsonArray { Count: 0 }) => true,
        _ => JsonNode.DeepEquals(live, wanted),
    };
}
