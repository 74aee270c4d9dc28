using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Drift;

namespace EksIamCdk.Access.Ownership;

/// <summary>How ownership is written into annotations: compact JSON, absent members left out.</summary>
[JsonSerializable(typeof(Owner))]
[JsonSerializable(typeof(ObjectPrevious))]
[JsonSerializable(typeof(AccessEntries.EntryPrevious))]
[JsonSerializable(typeof(Claims))]
[JsonSerializable(typeof(Claim))]
[JsonSerializable(typeof(IndexedObject))]
internal sealed partial class OwnershipJson : JsonSerializerContext
{
    /// <summary>The context to use: it leaves <c>'</c>, <c>&lt;</c> and letters of all scripts as they are.</summary>
    public static OwnershipJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<Section>(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
