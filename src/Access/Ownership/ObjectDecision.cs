using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership;

/// <summary>What to do about one Kubernetes object. Every body carries the resourceVersion it was decided on, so a write can only hit that.</summary>
public abstract record ObjectDecision
{
    private ObjectDecision()
    {
    }

    /// <summary>Nothing is to be written.</summary>
    public sealed record Nothing : ObjectDecision;

    /// <summary>The object is just being deleted: wait, and look again.</summary>
    public sealed record Wait : ObjectDecision;

    /// <summary>Server-side apply of the body.</summary>
    /// <param name="Force">Whether fields of other managers are taken over.</param>
    public sealed record Apply(JsonObject Body, bool Force) : ObjectDecision;

    /// <summary>A POST of the whole object: only a history knows what is not there.</summary>
    public sealed record Create(JsonObject Body) : ObjectDecision;

    /// <summary>A PUT of the whole object. When the object is declared, there is more to decide after it.</summary>
    public sealed record Replace(JsonObject Body) : ObjectDecision;

    /// <summary>A DELETE with these preconditions.</summary>
    public sealed record Delete(string Uid, string ResourceVersion) : ObjectDecision;

    /// <summary>A DELETE with these preconditions, then the body is created in its place; when that fails, the object as it was.</summary>
    /// <param name="AsItWas">The object of now, ready to be created again.</param>
    public sealed record Recreate(string Uid, string ResourceVersion, JsonObject Body, JsonObject AsItWas) : ObjectDecision;

    /// <summary>Nothing is written; the resource fails.</summary>
    public sealed record Refuse(Failure Failure) : ObjectDecision;
}
