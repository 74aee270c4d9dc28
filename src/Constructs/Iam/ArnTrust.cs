using System.Text.RegularExpressions;
using Amazon.CDK;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Constructs.Iam;

/// <summary>
/// Roles, users, or whole accounts (<c>arn:aws:iam::111122223333:root</c>: whoever that account lets) may assume the role, if they know the
/// external id and have signed in with MFA, where that is asked for.
/// </summary>
public sealed partial class ArnTrust : TrustPolicy
{
    /// <summary>At least one; no wildcards.</summary>
    public required IReadOnlyList<string> Arns { get; init; }

    /// <summary>What the caller has to say, 2 to 1224 characters. Default: nothing.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether the caller's session must have been opened with MFA. Default: false.</summary>
    public bool? Mfa { get; init; }

    internal override object Document(Stack stack)
    {
        var conditions = new Dictionary<string, object>();
        if (ExternalId is not null) conditions["StringEquals"] = new Dictionary<string, object> { ["sts:ExternalId"] = ExternalId };
        if (Mfa == true) conditions["Bool"] = new Dictionary<string, object> { ["aws:MultiFactorAuthPresent"] = "true" };
        return Of(new Dictionary<string, object> { ["AWS"] = OneOrMany(Arns) }, "sts:AssumeRole", conditions);
    }

    internal override void Validate(string path, ConstructProblems problems)
    {
        if (Arns.Count == 0) problems.Add($"{path}.Arns", null, "at least one role, user or account root");
        for (var i = 0; i < Arns.Count; i++) Validate($"{path}.Arns[{i}]", Arns[i], problems);
        if (ExternalId is not null && !Token.IsUnresolved(ExternalId) && !ExternalIdPattern.IsMatch(ExternalId))
        {
            problems.Add($"{path}.ExternalId", ExternalId, "2 to 1224 letters, digits or +=,.@:/_-");
        }
    }

    private static void Validate(string path, string arn, ConstructProblems problems)
    {
        if (Token.IsUnresolved(arn)) return;

        var found = new ProblemList();
        _ = PrincipalArn.Parse(path, arn, found);
        if (found.Count == 0) return;

        var expected = arn.Contains('*', StringComparison.Ordinal) ? "each role, user or account by its own ARN: not everybody" : found[0].Expected;
        problems.Add(path, arn, expected);
    }

    // Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@:/-]{2,1224}\z")]
    private static partial Regex ExternalIdPattern { get; }
}
