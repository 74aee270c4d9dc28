namespace EksIamCdk.Access.Problems;

/// <summary>An expected failure: what happened, with names; what to do; a code.</summary>
/// <param name="Code">See <see cref="ErrorCode.All"/>.</param>
/// <param name="What">One sentence, with names, that ends with a full stop.</param>
/// <param name="Remedy">One sentence that says what to do, or empty.</param>
public sealed record Failure(ErrorCode Code, string What, string Remedy)
{
    public static Failure WrongProperties(ProblemList problems) =>
        new(ErrorCode.PropertiesWrong, $"Properties are wrong: {problems}.", "Correct them in the template.");

    /// <summary>The text that CloudFormation shows: <c>What Remedy [EKSIAMnnn]</c>.</summary>
    public string Reason => Remedy.Length == 0 ? $"{What} [{Code}]" : $"{What} {Remedy} [{Code}]";
}
