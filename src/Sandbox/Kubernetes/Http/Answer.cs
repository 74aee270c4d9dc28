using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes.Http;

/// <summary>What the server answers to a request.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Ok(JsonObject Body, int Code = 200) : Answer
    {
        /// <summary>For the client to show: unknown and duplicate fields.</summary>
        public IReadOnlyList<string> Warnings { get; init; } = [];
    }

    /// <summary>Events of a watch, one JSON object a line, until the caller or the server ends it.</summary>
    public sealed record Stream(Func<CancellationToken, IAsyncEnumerable<JsonObject>> Events) : Answer;

    public sealed record Refused(ApiStatus Status) : Answer;

    public static implicit operator Answer(ApiStatus status) => new Refused(status);
}
