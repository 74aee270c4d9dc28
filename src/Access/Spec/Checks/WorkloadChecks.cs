using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Service accounts, and what their roles may do in AWS.</summary>
internal static class WorkloadChecks
{
    private static readonly WordShape s_policy = new(
        "the ARN of a managed policy, such as arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]{1,512}");

    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(spec.Workloads.Select(workload => workload.Written), "service account", problems);
        NamespaceReferences.Check(spec.Workloads.Select(workload => workload.Namespace), spec, problems);
        foreach (var workload in spec.Workloads)
        {
            if (workload.ServiceAccount.Text == "default")
            {
                problems.Note(
                    workload.Written.At,
                    $"service account default is that of every pod of {workload.Namespace} that names none: all of them get the role");
            }

            if (workload.Identity == WorkloadIdentityKind.PodIdentity && spec.Cluster.AccessRoleArn is not null
                && spec.Cluster.Create is null)
            {
                problems.Add(
                    workload.IdentityAt,
                    "an association is made in the account of the cluster, which is another one",
                    "pod-identity",
                    "irsa, or no accessRoleArn");
            }

            if (workload.CreateRole is { } role) CheckRole(workload, role, problems);
        }
    }

    private static void CheckRole(WorkloadSpec workload, WorkloadRoleSpec role, SpecProblems problems)
    {
        if (role.Statements.Count == 0 && role.ManagedPolicies.Count == 0 && role.IsWhole)
        {
            problems.Note(role.At, $"the role of {workload.Written} may do nothing in AWS");
        }

        foreach (var statement in role.Statements) StatementChecks.Check(statement, problems);
        SpecChecks.Distinct(role.ManagedPolicies, "managed policy", problems);
        foreach (var policy in role.ManagedPolicies)
        {
            if (!policy.Text.Contains(':', StringComparison.Ordinal))
            {
                problems.Add(policy, "managedPolicies is wrong", $"an ARN, probably arn:aws:iam::aws:policy/{policy}");
            }
            else if (s_policy.Read(new SpecNode.Scalar(policy.At, policy.Text, false), "managedPolicies", problems) is not null
                && policy.Text.EndsWith(":aws:policy/AdministratorAccess", StringComparison.Ordinal))
            {
                problems.Note(policy.At, $"pods of {workload.Written} may do everything in the account");
            }
        }
    }
}
