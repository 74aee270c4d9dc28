using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.ClusterApi.Reading;

/// <summary>What became of reading all objects of a kind.</summary>
public abstract record Listing
{
    private Listing()
    {
    }

    /// <summary>All of them, in the order of the API server: by namespace and name.</summary>
    public sealed record Whole(IReadOnlyList<JsonObject> Objects) : Listing;

    /// <summary>403: the rest of the cluster may well be read.</summary>
    /// <param name="Why">In the words of the API server.</param>
    public sealed record Forbidden(string Why) : Listing;

    /// <summary>The cluster does not answer, does not let in, or does not know the kind.</summary>
    public sealed record Failed(Failure Failure) : Listing;
}

/// <summary>What became of reading one object.</summary>
public abstract record ObjectReading
{
    private ObjectReading()
    {
    }

    /// <param name="Object">Null when there is none.</param>
    public sealed record Read(JsonObject? Object) : ObjectReading;

    /// <summary>It may not be read, or the cluster does not answer.</summary>
    public sealed record Failed(Failure Failure) : ObjectReading;
}
