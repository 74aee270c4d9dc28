// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Rbac;

namespace Demo;

public sealed class CheckStack : Stack
{
    public CheckStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });
        var binding = new KubernetesRoleBinding(this, "ViewDev", new()
        {
            Provider = provider,
            Namespace = "dev",
            Name = "developers-view",
            Role = RoleRef.ToClusterRoleNamed("view"),
            Subjects = [Subject.Group("developers")],
        });

        var check = new AccessCheck(this, "DevelopersReadDev", new()
        {
            Provider = provider,
            Username = "developer",
            Groups = ["developers"],
            Allowed = ["get pods -n dev", "list deployments.apps -n dev"],
            Denied = ["delete pods -n dev", "get secrets -n dev", "get pods -n production"],
        });
        check.Node.AddDependency(binding);

        // The same of an IAM principal, by the aws-auth that is in force in the cluster.
        _ = new AccessCheck(this, "AuditorsOnlyLook", new()
        {
            Provider = provider,
            PrincipalArn = "arn:aws:iam::111122223333:role/Auditor",
            Denied = ["create pods -A", "create clusterrolebindings.rbac.authorization.k8s.io"],
        });
    }
}
// </snippet>
