using System.Text.Json;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>What Lambda sends to the OnFailure destination of a function: the event whose deliveries all died, and of what.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/></summary>
internal static class DeathRecord
{
    /// <summary>The member that holds the event.</summary>
    public const string Event = "requestPayload";

    private const string TimedOut = "Sandbox.Timedout";
    private const int LongestMessage = 500;

    public static Failure Read(JsonElement record)
    {
        var response = EnvelopeReader.Member(record, "responsePayload");
        var message = EnvelopeReader.Text(response, "errorMessage");
        var type = EnvelopeReader.Text(response, "errorType");
        if (message is null && type is null)
            return NeverTaken(EnvelopeReader.Text(EnvelopeReader.Member(record, "requestContext"), "condition"));
        var text = $"{type}{(type is null || message is null ? "" : ": ")}{message}";
        return new(
            type == TimedOut ? ErrorCode.DeadlineReached : ErrorCode.Bug,
            $"The function died before it could answer: {(text.Length <= LongestMessage ? text : text[..LongestMessage]).TrimEnd('.')}.",
            "Look at the function's log; \"signal: killed\" is a lack of memory, which MemorySize gives. Then deploy again.");
    }

    private static Failure NeverTaken(string? condition) => new(
        ErrorCode.DeadlineReached,
        $"The function never took the event{(condition is null ? "" : $" ({condition})")}: it is throttled, or its account is.",
        "Raise the concurrency that is left to it, and deploy again.");
}
