using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>How an invocation ended.</summary>
internal abstract record InvocationEnd
{
    private InvocationEnd()
    {
    }

    internal sealed record Success : InvocationEnd;

    /// <summary>The function said so.</summary>
    /// <param name="Message">As it was sent to the Runtime API: JSON, as a rule.</param>
    internal sealed record Error(string Message) : InvocationEnd;

    /// <summary>The process is gone.</summary>
    internal sealed record Killed(string Type, string Message) : InvocationEnd;

    /// <summary>There was no place in the function for the event.</summary>
    internal sealed record NotTaken(string Condition) : InvocationEnd
    {
        public const string TooOld = "EventAgeExceeded";
        public const string NoConcurrency = "ZeroReservedConcurrency";
    }
}

/// <summary>An event that nothing came of.</summary>
/// <param name="Condition">Why it is delivered no more.</param>
/// <param name="Invocations">How often the function was invoked with it.</param>
/// <param name="End">How that ended the last time.</param>
internal sealed record DeadEvent(string Condition, int Invocations, InvocationEnd End)
{
    /// <summary>What the destination is sent.
    /// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/></summary>
    public JsonObject Record(string functionArn, ReadOnlyMemory<byte> payload, DateTimeOffset now)
    {
        var requestId = Guid.NewGuid().ToString("D");
        return new JsonObject
        {
            ["version"] = "1.0",
            ["timestamp"] = now.UtcDateTime.ToString("O"),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = requestId,
                ["functionArn"] = $"{functionArn}:$LATEST",
                ["condition"] = Condition,
                ["approximateInvokeCount"] = Invocations,
            },
            ["requestPayload"] = JsonNode.Parse(payload.Span),
            ["responseContext"] = End is InvocationEnd.NotTaken
                ? null
                : new JsonObject { ["statusCode"] = 200, ["executedVersion"] = "$LATEST", ["functionError"] = "Unhandled" },
            ["responsePayload"] = End switch
            {
                InvocationEnd.Error error => Said(error.Message),
                InvocationEnd.Killed killed => new JsonObject
                {
                    ["errorType"] = killed.Type,
                    ["errorMessage"] = $"RequestId: {requestId} Error: {killed.Message}",
                },
                _ => null,
            },
        };
    }

    private static JsonNode? Said(string message)
    {
        try
        {
            return JsonNode.Parse(message);
        }
        catch (JsonException)
        {
            return message;
        }
    }
}
