using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.Ownership;

/// <summary>What an object carries about its owner, in annotations that come and go together.</summary>
/// <param name="Owner">Whose it is; null when it is nobody's.</param>
/// <param name="Previous">What it was before; null when there is nothing to put back.</param>
/// <param name="Declared">What the owner declared (<see cref="DeclaredManifest"/>); null when it is not known.</param>
internal sealed record ObjectMarks(Owner? Owner, ObjectPrevious? Previous, string? Declared)
{
    public static readonly ObjectMarks None = new(null, null, null);

    /// <summary>Sets the annotations, or takes off those that there are no more.</summary>
    public void PutOn(JsonObject body)
    {
        var metadata = (JsonObject)body["metadata"]!;
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        Set(annotations, ObjectAnnotations.Owner, Owner is null ? null : JsonSerializer.Serialize(Owner, OwnershipJson.Compact.Owner));
        Set(annotations, ObjectAnnotations.Previous, Previous is null ? null : JsonSerializer.Serialize(Previous, OwnershipJson.Compact.ObjectPrevious));
        Set(annotations, ObjectAnnotations.Declared, Declared);
        if (annotations.Count == 0) metadata.Remove("annotations");
    }

    private static void Set(JsonObject annotations, string key, string? value)
    {
        if (value is null) annotations.Remove(key);
        else annotations[key] = value;
    }
}
