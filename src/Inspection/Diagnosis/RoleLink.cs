using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Spec.Reading;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>An IAM role that something names.</summary>
/// <param name="cluster">What was read.</param>
/// <param name="arn">As it is named, with the path.</param>
internal sealed class RoleLink(ClusterState cluster, PrincipalArn arn)
{
    private readonly IamRoleState? _known = cluster.IamRoles?.FirstOrDefault(role => IsSame(role.Arn, arn));

    public PrincipalArn Arn => arn;

    public PolicyDocument? Trust => _known?.Trust;

    public LinkState UnknownTrust => new LinkState.Unknown($"the trust policy of {arn.Name} was not read, which leaves unknown who may assume it");

    /// <param name="rename">The command that names another role instead of this one.</param>
    public LinkState Exists(Func<string, string> rename)
    {
        if (_known is null)
        {
            return cluster.IamRoles is null
                ? Unreadable.Part(cluster, Unreadable.IamRoles, $"whether {arn} is there, and whom it trusts")
                : new LinkState.Unknown($"IAM was not asked for {arn}, which leaves unknown whether it is there, and whom it trusts");
        }

        var others = cluster.IamRoles!.Where(role => role.Exists).Select(role => role.Arn);
        if (!_known.Exists)
        {
            var near = Nearest.To(arn.Full, others);
            return LinkState.Mend(
                $"IAM has no role {arn}{(near is null ? "" : $"; probably {near} was meant")}", near is null ? "create it, or name the right one" : "name the right one",
                near is null ? $"aws iam get-role --role-name {ShellText.Word(arn.Name)}" : rename(near));
        }

        return _known.Arn != arn.Full && PrincipalArn.Parse("", _known.Arn, new ProblemList()) is { Path.Length: > 1 }
            ? LinkState.Mend($"the role is {_known.Arn}: its path belongs to the ARN", "name it with its path", rename(_known.Arn))
            : new LinkState.Holds($"{_known.Arn}");
    }

    public IEnumerable<string> Retrust(JsonObject document) =>
    [
        $"aws iam get-role --role-name {ShellText.Word(arn.Name)} --query Role.AssumeRolePolicyDocument",
        $"aws iam update-assume-role-policy --role-name {ShellText.Word(arn.Name)} --policy-document {ShellText.Json(document)}",
    ];

    /// <summary>A trust policy of one statement.</summary>
    public static JsonObject Document(JsonObject principal, JsonNode action, JsonObject? condition)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = action };
        if (condition is not null) statement["Condition"] = condition;
        return new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };
    }

    /// <summary>A name is unique in its account, whatever its path.</summary>
    private static bool IsSame(string known, PrincipalArn arn) =>
        known.Split(':', 6) is [_, _, "iam", _, var account, var resource] && account == arn.AccountId
        && resource.StartsWith("role/", StringComparison.Ordinal) && resource[(resource.LastIndexOf('/') + 1)..] == arn.Name;
}
