using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes.Schemas;

/// <summary>A kind of object that the server keeps, and what is special about it.</summary>
internal sealed record ResourceKind
{
    public required string Group { get; init; }

    public required string Kind { get; init; }

    public required string Plural { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public required bool Namespaced { get; init; }

    /// <summary>Of a whole object. Set without apiVersion, kind and metadata, which all kinds share.</summary>
    public required Schema.Struct Schema { get; init => field = Shapes.Whole(value); }

    /// <summary>Members that even an object without content has.</summary>
    public Func<JsonObject> Zero { get; init; } = () => [];

    public bool HasStatus { get; init; }

    /// <summary>A PUT to a name that does not exist creates the object.</summary>
    public bool CreatedByUpdate { get; init; }

    /// <summary>A DELETE answers with the object instead of a Status.</summary>
    public bool DeleteAnswersObject { get; init; }

    /// <summary>Whether it counts its specs in metadata.generation.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>False: only asked for, never there.</summary>
    public bool IsKept { get; private init; } = true;

    public static string Version => "v1";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Singular => Kind.ToLowerInvariant();

    /// <summary><c>roles.rbac.authorization.k8s.io</c>, <c>configmaps</c>: as messages name it.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public static ResourceKind NotKept(string group, string plural, bool namespaced) =>
        new() { Group = group, Kind = "", Plural = plural, Namespaced = namespaced, Schema = Shapes.Struct(), IsKept = false };

    /// <summary>An object without content. Who owns which field of a new object is told from the difference to it.</summary>
    public JsonObject Empty()
    {
        var body = Zero();
        body["metadata"] = new JsonObject();
        return body;
    }
}
