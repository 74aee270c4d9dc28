using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.Ownership;

/// <summary>A live object, read for what ownership needs of it.</summary>
internal sealed class OwnedObject
{
    // The limit of the API server: TotalAnnotationSizeLimitB.
    private const int LongestAnnotations = 256 * 1024;

    private static readonly string[] s_setByServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

    private readonly JsonObject _metadata;

    public OwnedObject(JsonObject body)
    {
        Body = body;
        _metadata = body["metadata"] as JsonObject ?? [];
        (Owner, OwnerUnreadable) = Read(ObjectAnnotations.Owner, OwnershipJson.Compact.Owner);
        (Previous, PreviousUnreadable) = Read(ObjectAnnotations.Previous, OwnershipJson.Compact.ObjectPrevious);
        Declared = Annotation(ObjectAnnotations.Declared);
    }

    public JsonObject Body { get; }

    public Owner? Owner { get; }

    public ObjectPrevious? Previous { get; }

    /// <summary>What its owner declared, as it is kept (<see cref="DeclaredManifest"/>); null when it is not known.</summary>
    public string? Declared { get; }

    public ObjectMarks Marks => new(Owner, Previous, Declared);

    public bool OwnerUnreadable { get; }

    public bool PreviousUnreadable { get; }

    public bool Terminating => _metadata["deletionTimestamp"] is not null;

    public string Uid => (string?)_metadata["uid"] ?? "";

    public string ResourceVersion => (string?)_metadata["resourceVersion"] ?? "";

    /// <summary>Whether this project may have declared the object once.</summary>
    public bool MayHaveBeenOurs => new ManagedFields(_metadata).MayHaveBeenApplied;

    /// <summary>Whether this project has left the object by Retain.</summary>
    public bool WasRetained => new ManagedFields(_metadata).WasRetained;

    /// <summary>Whether the object says all that a manifest says; what it says besides does not matter.</summary>
    public bool Says(JsonObject manifest) => Says(Body, manifest);

    /// <summary>Whether the annotations of a body that is applied fit into the object with those that it has besides.</summary>
    public bool HasRoomFor(JsonObject body)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var annotations in new[] { _metadata["annotations"], body["metadata"]?["annotations"] }.OfType<JsonObject>())
        {
            foreach (var (key, value) in annotations) all[key] = value?.ToString() ?? "";
        }

        return all.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)) <= LongestAnnotations;
    }

    /// <summary>A copy to be written in its place, with these annotations.</summary>
    public JsonObject Copy(ObjectMarks marks)
    {
        var copy = (JsonObject)Body.DeepClone();
        marks.PutOn(copy);
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

    /// <summary>The object to be created in the place of this one: as the body says, and what others have put on this one stays.</summary>
    public JsonObject MadeAnew(JsonObject body)
    {
        var copy = ReadyToCreate(Body);
        ObjectMarks.None.PutOn(copy);
        foreach (var path in new ManagedFields(_metadata).Applied) ManagedFields.Remove(copy, path);
        return ManagedFields.Over(copy, body);
    }

    /// <summary>A copy that nobody owns, and that is known as retained.</summary>
    public JsonObject Retained()
    {
        var copy = Copy(ObjectMarks.None);
        new ManagedFields((JsonObject)copy["metadata"]!).Retain();
        return copy;
    }

    /// <summary>A copy that belongs to who comes to an object of nobody's, where this project has applied fields for somebody before that neither of
    /// these objects declares: they stay when he applies his. Null when there is no such thing.</summary>
    public JsonObject? HandedOver(ObjectMarks marks, IReadOnlyList<JsonObject> declared)
    {
        var copy = Copy(marks);
        return new ManagedFields((JsonObject)copy["metadata"]!).HandOver(declared) ? copy : null;
    }

    /// <summary>A copy with these marks and without what the owner of now has declared and the wanted object does not, where an apply would not take it
    /// away: it came back by an update when another logical id gave the object back. Null when there is no such thing.</summary>
    public JsonObject? WithoutLetGo(Manifest wanted, ObjectMarks marks)
    {
        if (Declared is null || DeclaredManifest.Read(Declared) is not { } declared) return null;
        var stale = new ManagedFields(_metadata).OnlyUpdated
            .Where(path => ManagedFields.Find(declared, path) is not null && ManagedFields.Find(wanted.Body, path) is null && ManagedFields.Find(Body, path) is not null)
            .ToList();
        if (stale.Count == 0) return null;
        var copy = Copy(marks);
        foreach (var path in stale) ManagedFields.Remove(copy, path);
        return copy;
    }

    /// <summary>A copy in which stands again what the owner displaced and declares no more: an apply would only take it away. Where somebody else has
    /// changed it since, it is left as they have it. Null when there is no such thing.</summary>
    public JsonObject? WithGivenBack(Manifest wanted)
    {
        if (Previous is not { Owner: null } previous || Declared is null || DeclaredManifest.Read(Declared) is not { } declared) return null;
        var applied = new ManagedFields(_metadata).Applied.Select(ManagedFields.Key).ToHashSet(StringComparer.Ordinal);
        var given = previous.Fields
            .Where(field => field.Value is not null && ManagedFields.Find(wanted.Body, field.Path) is null && ManagedFields.Find(declared, field.Path) is { } was
                && (applied.Contains(field.Key) || JsonNode.DeepEquals(was, ManagedFields.Find(Body, field.Path))))
            .ToList();
        if (given.Count == 0) return null;
        foreach (var field in given) ManagedFields.Remove(declared, field.Path);
        var copy = Copy(new(Owner, previous with { Fields = [.. previous.Fields.Where(field => !given.Contains(field))] }, DeclaredManifest.Text(declared)));
        foreach (var field in given) field.PutBack(copy);
        new ManagedFields((JsonObject)copy["metadata"]!).HandOver([declared]);
        return copy;
    }

    /// <summary>Takes this project's field manager off an object that goes back to those who had it before.</summary>
    public static void ForgetOurManager(JsonObject body)
    {
        if (body["metadata"]!["managedFields"] is not JsonArray managers) return;
        for (var i = managers.Count - 1; i >= 0; i--)
        {
            if ((string?)managers[i]?["manager"] == ObjectOwnership.FieldManager) managers.RemoveAt(i);
        }
    }

    private string? Annotation(string name) => (string?)(_metadata["annotations"] as JsonObject)?[name];

    private (T? Value, bool Unreadable) Read<T>(string annotation, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (Annotation(annotation) is not { } text) return (null, false);
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
