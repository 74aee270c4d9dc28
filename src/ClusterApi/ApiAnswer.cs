using System.Text.Json.Nodes;

namespace EksIamCdk.ClusterApi;

/// <summary>What came back from an API server.</summary>
public abstract record ApiAnswer
{
    private ApiAnswer()
    {
    }

    /// <summary>Status 2xx, with a JSON object.</summary>
    public sealed record Ok(JsonObject Object) : ApiAnswer;

    /// <summary>Status 4xx or 5xx: the API server has answered, and has not done it.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Reason">The reason of the Kubernetes Status (<c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>…); empty without one.</param>
    /// <param name="Message">For people only; nothing is decided by it.</param>
    /// <param name="Details">The details of the Kubernetes Status, causes of field conflicts among them.</param>
    /// <param name="RetryAfter">How long the server asks to wait, where it says so.</param>
    public sealed record Refused(int Status, string Reason, string Message, JsonObject? Details, TimeSpan? RetryAfter) : ApiAnswer;

    /// <summary>Nothing that can be read came back: whether it was done is unknown.</summary>
    public sealed record NoAnswer(TransportFault Fault, string What) : ApiAnswer;
}
