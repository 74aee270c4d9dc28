using System.Diagnostics;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi;

/// <summary>
/// Whether to try again after a failed step, and when. Pure: <paramref name="random"/> (0 to 1) is all it gets from outside.
/// 401 and 403 are tried for 30 s, since a new access entry, policy or principal takes a while to be known; what the other side is too busy
/// or too broken for, and 409, until the deadline; everything else not at all.
/// </summary>
public sealed class RetryPolicy(Func<double> random)
{
    /// <summary>How long 401 and 403 may be due to an access entry that is not known everywhere yet.</summary>
    public static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstConflictDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestConflictDelay = TimeSpan.FromSeconds(2);

    // EKS and STS throttle with status 400: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    private static readonly HashSet<string> ThrottlingCodes = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException",
        "RequestLimitExceeded", "SlowDown", "PriorRequestNotComplete", "TransactionInProgressException",
    };

    // Credentials that are not known, or not yet known, answer 400 or 403, by service: they are refusals like any other.
    private static readonly HashSet<string> CredentialCodes = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId",
        "UnrecognizedClientException", "IncompleteSignature", "IncompleteSignatureException", "SignatureDoesNotMatch",
        "InvalidSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
    };

    // A try that is cut short would hide what the tries before it found.
    private static readonly TimeSpan ShortestTry = TimeSpan.FromMilliseconds(200);

    private enum Outlook
    {
        Hopeless,
        RefusedForNow,
        Conflict,
        Transient,
    }

    public RetryDecision Decide(StepFailure failure, Tries tries)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(tries);
        var (outlook, retryAfter) = OutlookOf(failure);
        if (outlook is Outlook.Hopeless || (outlook is Outlook.RefusedForNow && tries.Refused >= RefusalPatience))
            return new RetryDecision.GiveUp(Failures.Of(failure, atDeadline: false));

        var delay = outlook is Outlook.Conflict
            ? Delay(FirstConflictDelay, LongestConflictDelay, tries.Count) // many writers of one object come apart by full jitter
            : Delay(FirstDelay, LongestDelay, tries.Count) + (retryAfter ?? TimeSpan.Zero);
        return delay + ShortestTry < tries.Remaining ? new RetryDecision.Wait(delay) : new RetryDecision.GiveUp(Failures.Of(failure, atDeadline: true));
    }

    /// <summary>Is it nothing that another try could find otherwise?</summary>
    public static bool IsFinal(StepFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return OutlookOf(failure).Outlook is Outlook.Hopeless;
    }

    /// <summary>Is it a refusal (401, 403) that a new access entry or policy may still turn?</summary>
    internal static bool IsRefusal(StepFailure failure) => OutlookOf(failure).Outlook is Outlook.RefusedForNow;

    /// <summary>Does EKS not know the principal of a new access entry, or not yet (400)? IAM tells it with a delay.</summary>
    internal static bool IsUnknownPrincipal(StepFailure failure) =>
        failure is StepFailure.AtAws { Call.Action: "eks:CreateAccessEntry", Fault: AwsFault.Refused { Code: "InvalidParameterException" } };

    /// <summary>Has another writer been faster (409)?</summary>
    internal static bool IsConflict(StepFailure failure) => OutlookOf(failure).Outlook is Outlook.Conflict;

    private static (Outlook Outlook, TimeSpan? RetryAfter) OutlookOf(StepFailure failure) => failure switch
    {
        StepFailure.AtApiServer { Answer: ApiAnswer.NoAnswer } => (Outlook.Transient, null),
        StepFailure.AtApiServer { Answer: ApiAnswer.Refused refused } => (OutlookOf(refused.Status, ""), refused.RetryAfter),
        StepFailure.AtApiServer { Answer: ApiAnswer.Ok } => throw new ArgumentException("An answer that is Ok is no failure.", nameof(failure)),
        StepFailure.AtAws { Fault: AwsFault.NoAnswer } => (Outlook.Transient, null),
        StepFailure.AtAws { Fault: AwsFault.Refused refused } when IsUnknownPrincipal(failure) => (Outlook.RefusedForNow, refused.RetryAfter),
        StepFailure.AtAws { Fault: AwsFault.Refused refused } => (OutlookOf(refused.Status, refused.Code), refused.RetryAfter),
        StepFailure.AtAws { Fault: AwsFault.NoCredentials } => (Outlook.Hopeless, null),
        StepFailure.NotReady => (Outlook.Transient, null),
        StepFailure.Final => (Outlook.Hopeless, null),
        _ => throw new UnreachableException(),
    };

    private static Outlook OutlookOf(int status, string code) => status switch
    {
        _ when ThrottlingCodes.Contains(code) => Outlook.Transient,
        _ when CredentialCodes.Contains(code) => Outlook.RefusedForNow,
        401 or 403 => Outlook.RefusedForNow,
        409 => Outlook.Conflict,
        408 or 429 or >= 500 => Outlook.Transient,
        _ => Outlook.Hopeless,
    };

    // Exponential with full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    private TimeSpan Delay(TimeSpan first, TimeSpan longest, int count)
    {
        var ceiling = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Max(count, 1) - 1));
        return TimeSpan.FromMilliseconds(ceiling * random());
    }
}
