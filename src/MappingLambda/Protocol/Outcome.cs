namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>How an invocation ends towards Lambda. CloudFormation's answer is another matter.</summary>
internal abstract record Outcome
{
    /// <summary>The error type of an answer that was not taken.</summary>
    public const string NotAnswered = "NotAnswered";

    private Outcome()
    {
    }

    /// <summary>CloudFormation has its answer, whatever it says: Lambda must not deliver the event again.</summary>
    public sealed record Answered : Outcome;

    /// <summary>CloudFormation has no answer: Lambda may deliver the event again.</summary>
    public sealed record Failed(string ErrorType, string Message) : Outcome;
}
