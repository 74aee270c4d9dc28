using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace EksIamCdk.Constructs.Iam;

/// <summary>Properties of a <see cref="ClusterAccessRole"/>.</summary>
public sealed class ClusterAccessRoleProps
{
    /// <summary>The cluster that the role may describe.</summary>
    public required ClusterTarget Cluster { get; init; }

    /// <summary>Who may assume it.</summary>
    public required TrustPolicy Trust { get; init; }

    /// <summary>A name of its own, 1 to 64 characters. Default: CloudFormation makes one.</summary>
    public string? RoleName { get; init; }

    /// <summary>How long a session lasts at most: 1 to 12 hours. Default: 1 hour.</summary>
    public TimeSpan? MaxSession { get; init; }

    public string? Description { get; init; }
}

/// <summary>
/// A role for people or pipelines: all it may do in AWS is to describe one cluster, which is what <c>aws eks update-kubeconfig</c> asks for.
/// What it may do in the cluster is the cluster's to say.
/// </summary>
public sealed partial class ClusterAccessRole : Construct
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public ClusterAccessRole(Construct scope, string id, ClusterAccessRoleProps props)
        : base(scope, id)
    {
        var problems = new ConstructProblems(Node.Path);
        ValidateName(nameof(props.RoleName), props.RoleName, problems);
        ValidateMaxSession(nameof(props.MaxSession), props.MaxSession, problems);
        props.Trust.Validate(nameof(props.Trust), problems);
        problems.Throw();

        var stack = Stack.Of(this);
        var role = new CfnRole(this, "Resource", new CfnRoleProps
        {
            RoleName = props.RoleName,
            Description = props.Description,
            MaxSessionDuration = (int)(props.MaxSession ?? s_shortest).TotalSeconds,
            AssumeRolePolicyDocument = props.Trust.Document(stack),
            Policies = new[]
            {
                new CfnRole.PolicyProperty
                {
                    PolicyName = "DescribeCluster",
                    PolicyDocument = PolicyDocuments.Of(PolicyDocuments.Allow(["eks:DescribeCluster"], [props.Cluster.ArnIn(stack)])),
                },
            },
        });
        RoleArn = role.AttrArn;
    }

    /// <summary>The role's ARN.</summary>
    public string RoleArn { get; }

    internal static void ValidateName(string path, string? name, ConstructProblems problems)
    {
        if (name is not null && !Token.IsUnresolved(name) && !NamePattern.IsMatch(name))
        {
            problems.Add(path, name, "1 to 64 letters, digits or _+=,.@-");
        }
    }

    internal static void ValidateMaxSession(string path, TimeSpan? maxSession, ConstructProblems problems)
    {
        if (maxSession is { } session && (session < s_shortest || session > s_longest))
        {
            problems.Add(path, session.ToString("c", CultureInfo.InvariantCulture), "1 to 12 hours");
        }
    }

    // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{1,64}\z")]
    private static partial Regex NamePattern { get; }
}
