using System.Text.Json.Nodes;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The ARN of a role or user, or a map with an account, a permission set or a role to make.</summary>
internal sealed class PrincipalShape : Shape<PrincipalSpec>
{
    private static readonly WordShape s_arn = new("the ARN of an IAM role or user, or a map with account, permissionSet or createRole");
    private static readonly WordShape s_ssoRole = new(
        "the role of the permission set in that account: AWSReservedSSO_NAME_ and 16 digits or letters a to f",
        "AWSReservedSSO_[A-Za-z0-9_+=,.@-]{1,32}_[0-9a-f]{16}");

    private static readonly RecordShape<PrincipalSpec.PermissionSet> s_permissionSet = new("a permission set", fields =>
    {
        var name = fields.Required("name", "the name of the permission set", Shapes.Text, Word.Missing);
        var account = fields.Required("account", "the account that it is assigned in", Shapes.Account, Word.Missing);
        var roleName = fields.Required("roleName", "its role there, such as AWSReservedSSO_NAME_0123456789abcdef", s_ssoRole, Word.Missing);
        var region = fields.Optional(
            "region", "the Region of IAM Identity Center, which is in the ARN of the role; default: us-east-1", Shapes.Region);
        return PermissionSetRole.Arn(account.Text, roleName.Text, region?.Text) is { } arn
            ? new(name, account, roleName, region, arn)
            : null;
    });

    private static readonly RecordShape<PrincipalSpec.CreateRole> s_createRole = new("a role to make", fields => new(
        fields.Required("name", "the name of the role", Shapes.RoleName, Word.Missing),
        fields.Required("trust", "who may assume it", TrustSpec.Shape, TrustSpec.Shape.Missing),
        fields.Optional("maxSession", "how long a session may last, 1h to 12h; default: 1h", new SessionShape()) ?? TimeSpan.FromHours(1)));

    private static readonly RecordShape<PrincipalSpec> s_map = new("a principal", fields =>
    {
        fields.ExactlyOne("account", "permissionSet", "createRole");
        var account = fields.Optional(
            "account", "12 digits: every principal of that account, without groups (aws-auth only)", Shapes.Account);
        var permissionSet = fields.Optional("permissionSet", "a permission set of IAM Identity Center", s_permissionSet);
        var createRole = fields.Optional("createRole", "a role that is made", s_createRole);
        return (PrincipalSpec?)permissionSet ?? (PrincipalSpec?)createRole ?? (account is null ? null : new PrincipalSpec.Account(account));
    });

    public override PrincipalSpec? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is SpecNode.Mapping) return s_map.Read(node, name, problems);
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
            s_map.Schema()),
    };
}
