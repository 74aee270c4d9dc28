namespace EksIamCdk.Sandbox.Kubernetes.Schemas;

internal enum ScalarKind
{
    Text,
    Integer,
    Boolean,

    /// <summary>A quantity (<c>500m</c>, <c>1Gi</c>); a number is read as its text.</summary>
    Quantity,

    /// <summary>Bytes, in base64.</summary>
    Bytes,
    Time,
    IntegerOrText,

    /// <summary>Not looked into.</summary>
    Anything,
}

/// <summary>How server-side apply treats a list (https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy).</summary>
internal enum ListKind
{
    /// <summary>One value, owned as a whole.</summary>
    Atomic,

    /// <summary>Each scalar is owned by itself.</summary>
    Set,

    /// <summary>Each item is owned by itself and found by its key.</summary>
    Keyed,
}

/// <summary>The shape of a value, as the API's OpenAPI document gives it.</summary>
internal abstract record Schema
{
    private Schema()
    {
    }

    public sealed record Scalar(ScalarKind Kind) : Schema;

    /// <summary>An object with known fields.</summary>
    /// <param name="Fields">By JSON name.</param>
    /// <param name="Atomic">Owned as a whole.</param>
    public sealed record Struct(IReadOnlyDictionary<string, Schema> Fields, bool Atomic = false) : Schema;

    /// <summary>An object with free keys, each owned by itself.</summary>
    public sealed record Map(Schema Value) : Schema;

    /// <param name="Item">Of each item.</param>
    /// <param name="Kind">How apply merges it.</param>
    /// <param name="Key">The field that tells items of a keyed list apart.</param>
    public sealed record List(Schema Item, ListKind Kind, string Key = "") : Schema;
}
