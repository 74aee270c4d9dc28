namespace EksIamCdk.Access.Iam;

/// <summary>
/// One key of a condition block. Source of the rules:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.
/// </summary>
/// <param name="Operator">As it is written, with <c>ForAnyValue:</c> and <c>IfExists</c>.</param>
/// <param name="Key">The condition key.</param>
/// <param name="Values">One of these must match.</param>
public sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    private const string Any = "ForAnyValue:";
    private const string All = "ForAllValues:";
    private const string Optional = "IfExists";

    internal Truth Holds(IamRequest request)
    {
        var name = Operator;
        var (any, all) = (name.StartsWith(Any, StringComparison.Ordinal), name.StartsWith(All, StringComparison.Ordinal));
        if (any || all) name = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var optional = name.EndsWith(Optional, StringComparison.Ordinal);
        if (optional) name = name[..^Optional.Length];

        var values = request.Values(Key);
        if (name == "Null") return Truth.Of(Values.Any(value => IsTrue(value) == (values is null)));
        if (Comparison(name) is not { } compare) return Truth.Unknown($"the condition operator {Operator} is not known here");
        if (Values.FirstOrDefault(value => value.Contains("${", StringComparison.Ordinal)) is { } variable)
        {
            return Truth.Unknown($"the policy variable in {variable} is not known here");
        }

        if (values is null or []) return Truth.Of(optional || all || (compare.IsNegated && !any));
        bool One(string value) => Values.Any(wanted => compare.Match(wanted, value)) != compare.IsNegated;
        return Truth.Of(all || compare.IsNegated && !any ? values.All(One) : values.Any(One));
    }

    private static (Func<string, string, bool> Match, bool IsNegated)? Comparison(string name) => name switch
    {
        "StringEquals" => (Exact, false),
        "StringNotEquals" => (Exact, true),
        "StringEqualsIgnoreCase" => (IgnoringCase, false),
        "StringNotEqualsIgnoreCase" => (IgnoringCase, true),
        "StringLike" => (Like, false),
        "StringNotLike" => (Like, true),
        "Bool" => (IgnoringCase, false),
        "ArnEquals" or "ArnLike" => (Wildcards.MatchArn, false),
        "ArnNotEquals" or "ArnNotLike" => (Wildcards.MatchArn, true),
        _ => null,
    };

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool Exact(string wanted, string value) => wanted == value;

    private static bool IgnoringCase(string wanted, string value) => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);

    private static bool Like(string pattern, string value) => Wildcards.Match(pattern, value);
}
