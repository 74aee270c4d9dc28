namespace EksIamCdk.Constructs.Functions;

/// <summary>
/// How long what may take, in seconds, from the moment CloudFormation sends a request: the event waits for a function, the function works, and
/// if it died of that, the last answer is given. Only then CloudFormation gives up, so that no delivery is so late that nobody waits for it.
/// </summary>
/// <param name="Timeout">Of the function that does the work.</param>
internal sealed record RequestTimes(int Timeout)
{
    /// <summary>How long an event may wait while the function is throttled.
    /// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html"/></summary>
    public const int EventAge = 120;

    /// <summary>Of the function that gives the last answer: two connections to the ResponseURL, a slow one and another.</summary>
    public const int LastAnswerTimeout = 20;

    /// <summary>How long the last answer may wait. Lambda tries again after a minute: that one retry is in time, another would not be.</summary>
    public const int LastAnswerAge = LastAnswerTimeout + 60 + 20;

    /// <summary>Times of a function that writes entries and objects.</summary>
    public static RequestTimes Ordinary { get; } = new(120);

    /// <summary>Times of a function that waits for EKS: as long as Lambda lets one work.</summary>
    public static RequestTimes Patient { get; } = new(900);

    /// <summary>When CloudFormation may give up: the <c>ServiceTimeout</c> of the custom resources.</summary>
    public int ServiceTimeout => EventAge + Timeout + LastAnswerAge + LastAnswerTimeout;
}
