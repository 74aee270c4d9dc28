using System.Text.Json.Nodes;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The ARN of a role or user, or a map with an account.</summary>
internal sealed class PrincipalShape : Shape<PrincipalSpec>
{
    private const string AccountDescription = "12 digits: every principal of that account, without groups (aws-auth only)";

    private static readonly WordShape s_arn = new("the ARN of an IAM role or user, or a map with an account");
    private static readonly RecordShape<PrincipalSpec.Account> s_account = new("a principal", fields =>
    {
        fields.NotYet("permissionSet", "createRole");
        return new(
            fields.Required("account", AccountDescription, new WordShape("the 12 digits of an AWS account", "[0-9]{12}"), Word.Missing));
    });

    public override PrincipalSpec? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is SpecNode.Mapping) return s_account.Read(node, name, problems);
        if (s_arn.Read(node, "principal", problems) is not { } word) return null;

        var wrong = new ProblemList();
        var arn = PrincipalArn.Parse(name, word.Text, wrong);
        problems.AddAll(word, "principal is wrong", wrong);
        if (arn is { Kind: PrincipalKind.Root })
        {
            problems.Add(
                word,
                "the root of an account is no principal to map",
                $"a role or user, or {{ account: \"{arn.AccountId}\" }} for all of the account");
            return null;
        }

        return arn is null ? null : new PrincipalSpec.Arn(word, arn);
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = "^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/\\S+$" },
            s_account.Schema()),
    };
}
