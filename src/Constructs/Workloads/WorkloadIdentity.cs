using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.IAM;
using Constructs;
using EksIamCdk.Constructs.Iam;
using ServiceAccount = EksIamCdk.Constructs.Namespaces.ServiceAccount;

namespace EksIamCdk.Constructs.Workloads;

/// <summary>
/// A role in AWS for the pods of one service account: by a token of the service account (IRSA), or by an association (Pod Identity). A role
/// that is made can be assumed for exactly this service account of exactly this cluster.
/// </summary>
public sealed class WorkloadIdentity : Construct
{
    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public WorkloadIdentity(Construct scope, string id, WorkloadIdentityProps props)
        : base(scope, id)
    {
        WorkloadIdentityChecks.Throw(Node.Path, props);
        if (props.RoleArn is { } existing)
        {
            (RoleArn, Role) = (existing, Amazon.CDK.AWS.IAM.Role.FromRoleArn(this, "Role", existing));
        }
        else
        {
            var made = MakeRole(props);
            // By its name: what is granted to it in code becomes a policy of its own.
            (RoleArn, Role) = (made.AttrArn, Amazon.CDK.AWS.IAM.Role.FromRoleName(this, "Granted", made.Ref));
        }

        if (props.Identity == WorkloadIdentityKind.PodIdentity) Associate(props);
        else Annotate(props);
    }

    /// <summary>The ARN of the role that the pods have.</summary>
    public string RoleArn { get; }

    /// <summary>The same role, to grant it more: <c>bucket.GrantRead(workload.Role)</c>.</summary>
    public IRole Role { get; }

    private void Annotate(WorkloadIdentityProps props) =>
        MakeServiceAccount(props, new Dictionary<string, string> { ["eks.amazonaws.com/role-arn"] = RoleArn });

    private void Associate(WorkloadIdentityProps props)
    {
        var association = new CfnPodIdentityAssociation(this, "Association", new CfnPodIdentityAssociationProps
        {
            ClusterName = props.Provider.Cluster.Name,
            Namespace = props.Namespace,
            ServiceAccount = props.ServiceAccount,
            RoleArn = RoleArn,
        });
        // EKS associates names, there or not: so no pod of the service account starts before its role is known.
        if (props.ServiceAccountExists != true) MakeServiceAccount(props, null).Node.AddDependency(association);
    }

    private ServiceAccount MakeServiceAccount(WorkloadIdentityProps props, Dictionary<string, string>? annotations) => new(this, "ServiceAccount", new()
    {
        Provider = props.Provider,
        Namespace = props.Namespace,
        Name = props.ServiceAccount,
        Annotations = annotations,
        OnConflict = props.ServiceAccountExists == true ? OnConflict.Adopt : null,
    });

    private CfnRole MakeRole(WorkloadIdentityProps props)
    {
        var stack = Stack.Of(this);
        var statements = props.Statements ?? [];
        var managed = props.ManagedPolicyArns ?? [];
        Warn(statements, managed);
        return new CfnRole(this, "Resource", new CfnRoleProps
        {
            Description = $"Pods of the service account {props.ServiceAccount} in namespace {props.Namespace} of {props.Provider.Cluster.Name}",
            AssumeRolePolicyDocument = Trust(props, stack).Document(stack),
            ManagedPolicyArns = managed.Count == 0 ? null : [.. managed],
            Policies = statements.Count == 0 ? null : new[]
            {
                new CfnRole.PolicyProperty
                {
                    PolicyName = "Workload",
                    PolicyDocument = PolicyDocuments.Of([.. statements.Select(statement => statement.Document())]),
                },
            },
        });
    }

    private static TrustPolicy Trust(WorkloadIdentityProps props, Stack stack) => props.Identity switch
    {
        WorkloadIdentityKind.PodIdentity => new ServiceTrust
        {
            Service = "pods.eks.amazonaws.com",
            Actions = ["sts:AssumeRole", "sts:TagSession"],
            // EKS says by tags for whom it asks: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html.
            MustEqual = new Dictionary<string, string>
            {
                ["aws:RequestTag/eks-cluster-arn"] = props.Provider.Cluster.ArnIn(stack),
                ["aws:RequestTag/kubernetes-namespace"] = props.Namespace,
                ["aws:RequestTag/kubernetes-service-account"] = props.ServiceAccount,
            },
        },
        _ => new WebIdentityTrust
        {
            Issuer = props.Provider.OidcIssuer,
            Subjects = [$"system:serviceaccount:{props.Namespace}:{props.ServiceAccount}"],
        },
    };

    private void Warn(IReadOnlyList<WorkloadStatement> statements, IReadOnlyList<string> managed)
    {
        foreach (var resource in statements.SelectMany(statement => statement.BroadResources()).Distinct())
        {
            Annotations.Of(this).AddWarningV2("eks-iam-cdk:broad-resource", $"The resource {resource} is broad: name the ARNs that the workload needs.");
        }

        foreach (var policy in managed.Where(arn => arn.EndsWith(":aws:policy/AdministratorAccess", StringComparison.Ordinal)))
        {
            Annotations.Of(this).AddWarningV2("eks-iam-cdk:workload-administrator", $"With {policy} the pods may do everything in the account.");
        }
    }
}
