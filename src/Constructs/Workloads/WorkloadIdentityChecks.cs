using System.Text.RegularExpressions;
using Amazon.CDK;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Constructs.Workloads;

/// <summary>What can be wrong with a workload's identity; tokens are left alone.</summary>
internal static partial class WorkloadIdentityChecks
{
    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public static void Throw(string construct, WorkloadIdentityProps props)
    {
        var problems = new ConstructProblems(construct);
        Match(nameof(props.Namespace), props.Namespace, LabelPattern, "the name of a namespace", problems);
        Match(nameof(props.ServiceAccount), props.ServiceAccount, SubdomainPattern, "the name of a service account", problems);
        problems.Principal(nameof(props.RoleArn), props.RoleArn, PrincipalKind.Role);
        if (props.RoleArn is not null && (props.Statements is not null || props.ManagedPolicyArns is not null))
        {
            problems.Add("RoleArn, Statements, ManagedPolicyArns", "both a role and what one may do", "RoleArn alone, or what a role that is made may do");
        }

        var statements = props.Statements ?? [];
        for (var i = 0; i < statements.Count; i++) statements[i].Validate($"Statements[{i}]", problems);
        var policies = props.ManagedPolicyArns ?? [];
        for (var i = 0; i < policies.Count; i++) ManagedPolicy($"ManagedPolicyArns[{i}]", policies[i], problems);
        if (props is { Identity: WorkloadIdentityKind.PodIdentity, Provider.Cluster.AccessRoleArn: not null })
        {
            problems.Add(nameof(props.Identity), "PodIdentity", "Irsa: the association of a cluster of another account is made in that account");
        }

        problems.Throw();
    }

    private static void ManagedPolicy(string path, string arn, ConstructProblems problems)
    {
        if (Token.IsUnresolved(arn)) return;
        if (!PolicyPattern.IsMatch(arn)) problems.Add(path, arn, "the ARN of a managed policy, such as arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    }

    private static void Match(string path, string name, Regex pattern, string what, ConstructProblems problems)
    {
        if (!Token.IsUnresolved(name) && !pattern.IsMatch(name)) problems.Add(path, name, $"{what}: lower-case letters, digits or hyphens");
    }

    // Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/.
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex LabelPattern { get; }

    [GeneratedRegex(@"\A(?=.{1,253}\z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern { get; }

    [GeneratedRegex(@"\Aarn:[a-z-]+:iam::(aws|[0-9]{12}):policy/\S+\z")]
    private static partial Regex PolicyPattern { get; }
}
