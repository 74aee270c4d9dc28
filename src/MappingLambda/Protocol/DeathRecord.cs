using System.Text.Json;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>How a request ended without an answer.</summary>
/// <param name="Failure">The answer in its place.</param>
/// <param name="Began">Whether a function has had it at all, and so may have made what it asks for.</param>
internal sealed record Death(Failure Failure, bool Began);

/// <summary>What Lambda sends to the OnFailure destination of a function: the event whose deliveries all died, and of what.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/></summary>
/// <remarks>What Lambda says of a death has no documented codes: <c>errorType</c> is taken where there is one, which there was not always.</remarks>
internal static class DeathRecord
{
    /// <summary>The member that holds the event.</summary>
    public const string Event = "requestPayload";

    private const int LongestMessage = 500;

    public static Death Read(JsonElement record)
    {
        var response = EnvelopeReader.Member(record, "responsePayload");
        var type = EnvelopeReader.Text(response, "errorType");
        var message = EnvelopeReader.Text(response, "errorMessage");
        return type is null && message is null && EnvelopeReader.Member(record, "responseContext").ValueKind != JsonValueKind.Object
            ? new(NeverTaken(EnvelopeReader.Text(EnvelopeReader.Member(record, "requestContext"), "condition")), Began: false)
            : new(FailureOf(type, message ?? ""), Began: true);
    }

    private static Failure FailureOf(string? type, string message)
    {
        var text = string.Join(": ", ((string?[])[type, message]).Where(part => !string.IsNullOrWhiteSpace(part)));
        var said = text.Length switch
        {
            0 => "Lambda does not say of what.",
            <= LongestMessage => $"{text.TrimEnd('.')}.",
            _ => $"{text[..LongestMessage]}.",
        };
        return type switch
        {
            Outcome.NotAnswered => new(
                ErrorCode.DeadlineReached,
                $"The function could not give its answer: {message.TrimEnd('.')}.",
                "Let it reach the internet (in a VPC: by a NAT gateway), and deploy again."),
            "Sandbox.Timedout" => TimedOut(said),
            null when message.Contains("Task timed out", StringComparison.Ordinal) => TimedOut(said),
            "Runtime.OutOfMemory" => Killed(said),
            _ when message.Contains("signal: killed", StringComparison.Ordinal) => Killed(said),
            _ => new(
                ErrorCode.Bug,
                $"The function died before it could answer: {said}",
                "Look at the end of its log, and deploy again."),
        };
    }

    private static Failure TimedOut(string said) => new(
        ErrorCode.DeadlineReached,
        $"The function was stopped at its time limit before it could answer: {said}",
        "Look at the end of its log for what it waited for, and deploy again.");

    private static Failure Killed(string said) => new(
        ErrorCode.Bug,
        $"The function was killed before it could answer, as Lambda does when memory runs out: {said}",
        "Give it more memory (MemorySize) if its log says that it used all, and deploy again.");

    private static Failure NeverTaken(string? condition) => new(
        ErrorCode.DeadlineReached,
        $"The function never took the event{(condition is null ? "" : $" ({condition})")}: it is throttled, or cannot be started.",
        "Leave it more concurrency, see that its role and its code are there, and deploy again.");
}
