using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>What goes wrong with a call to the API server.</summary>
internal abstract record Fault
{
    /// <summary>No answer, until the caller gives up.</summary>
    public sealed record Hang : Fault;

    /// <summary>The connection breaks before anything is done.</summary>
    public sealed record Reset : Fault;

    /// <summary>The call is done, and the connection breaks instead of an answer.</summary>
    public sealed record LoseAnswer : Fault;

    /// <summary>It is done, and then nothing comes.</summary>
    public sealed record HangAfterwards : Fault;

    public sealed record Refuse(int Status, string Reason = "", JsonObject? Details = null) : Fault;

    /// <summary>Somebody else does something first.</summary>
    public sealed record Before(Action Happens) : Fault;
}
