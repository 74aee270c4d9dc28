namespace EksIamCdk.MappingLambda.Runtime;

/// <summary>The times that one invocation has to keep, all derived from its <c>Lambda-Runtime-Deadline-Ms</c>.</summary>
internal sealed record Deadline
{
    /// <summary>Below this much time in all, the answer is due at 80 % of it; from here on 5 s before the end.</summary>
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(25);

    private Deadline(DateTimeOffset now, DateTimeOffset end)
    {
        var given = end > now ? end - now : TimeSpan.Zero;
        End = now + given;
        AnswerBy = given < Ample ? now + (given * 0.8) : End - TimeSpan.FromSeconds(5);
        WorkEnds = AnswerBy - Shorter(given * 0.05, TimeSpan.FromSeconds(1));
        AttemptsEnd = WorkEnds - Shorter(given * 0.15, TimeSpan.FromSeconds(5));
        SendingEnds = End - Shorter(given * 0.05, TimeSpan.FromSeconds(1));
    }

    /// <summary>When Lambda stops the process.</summary>
    public DateTimeOffset End { get; }

    /// <summary>CloudFormation has an answer by then, if its URL takes one at all.</summary>
    public DateTimeOffset AnswerBy { get; }

    /// <summary>Work that still runs is given up then, so that the answer gets out in time.</summary>
    public DateTimeOffset WorkEnds { get; }

    /// <summary>No attempt goes on longer: what is left until <see cref="WorkEnds"/> is for putting things back.</summary>
    public DateTimeOffset AttemptsEnd { get; }

    /// <summary>A URL that refuses is tried until then; what is left is for telling Lambda that it did.</summary>
    public DateTimeOffset SendingEnds { get; }

    public static Deadline Until(DateTimeOffset end, DateTimeOffset now) => new(now, end);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
