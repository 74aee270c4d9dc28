using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace EksIamCdk.Constructs.Providers;

/// <summary>What lets the function write the access entries of its cluster, and see since when there are their principals. Actions and their
/// resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html.</summary>
internal sealed class EntryRights
{
    private static readonly string[] s_actions =
    [
        "eks:DescribeAccessEntry", "eks:UpdateAccessEntry", "eks:DeleteAccessEntry", "eks:ListAssociatedAccessPolicies",
        "eks:AssociateAccessPolicy", "eks:DisassociateAccessPolicy", "eks:TagResource", "eks:UntagResource",
    ];

    private readonly Policy _policy;
    private readonly Dictionary<bool, PolicyStatement> _see = [];

    public EntryRights(Construct scope, ClusterTarget cluster, IRole role)
    {
        var stack = Stack.Of(scope);
        _policy = new Policy(scope, "AccessEntries", new PolicyProps
        {
            Statements =
            [
                Allow(["eks:CreateAccessEntry"], cluster.ArnIn(stack)),
                Allow(s_actions, cluster.EntryArnsIn(stack)),
            ],
            Roles = [role],
        });
    }

    /// <summary>Adds what one entry takes.</summary>
    /// <returns>What must be there before the entry, and go after it.</returns>
    public IDependable For(FunctionNeed.AccessEntry entry)
    {
        if (_see.TryGetValue(entry.IsRole, out var see))
        {
            see.AddResources(entry.PrincipalArn);
            return _policy;
        }

        _policy.AddStatements(_see[entry.IsRole] = Allow([entry.IsRole ? "iam:GetRole" : "iam:GetUser"], entry.PrincipalArn));
        return _policy;
    }

    private static PolicyStatement Allow(string[] actions, string resource) =>
        new(new PolicyStatementProps { Actions = actions, Resources = [resource] });
}
