// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Rbac;

namespace Demo;

public sealed class BindingStack : Stack
{
    public BindingStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        var readPods = new KubernetesRole(this, "ReadPods", new()
        {
            Provider = provider,
            Namespace = "dev",
            Name = "read-pods",
            Rules = [new() { ApiGroups = [""], Resources = ["pods", "pods/log"], Verbs = ["get", "list", "watch"] }],
        });
        _ = new KubernetesRoleBinding(this, "ReadPodsOfDev", new()
        {
            Provider = provider,
            Namespace = "dev",
            Name = "read-pods",
            Role = RoleRef.ToRole(readPods),
            Subjects =
            [
                Subject.User("alice"),                          // the username of an entry of aws-auth or of an access entry
                Subject.Group("developers"),                    // a group of theirs
                Subject.ServiceAccount("ci", "deploy-preview"), // pods, of whatever namespace
            ],
        });

        var metrics = new KubernetesClusterRole(this, "Metrics", new()
        {
            Provider = provider,
            Name = "metrics",
            Rules =
            [
                new() { ApiGroups = ["metrics.k8s.io"], Resources = ["pods", "nodes"], Verbs = ["get", "list"] },
                new() { NonResourceUrls = ["/metrics"], Verbs = ["get"] },
            ],
        });
        _ = new KubernetesClusterRoleBinding(this, "MetricsForAll", new()
        {
            Provider = provider,
            Name = "metrics-for-monitoring",
            Role = RoleRef.ToClusterRole(metrics),
            Subjects = [Subject.ServiceAccount("monitoring", "prometheus")],
        });

        // A ClusterRole that every cluster has, in one namespace.
        _ = new KubernetesRoleBinding(this, "EditStaging", new()
        {
            Provider = provider,
            Namespace = "staging",
            Name = "edit-staging",
            Role = RoleRef.ToClusterRoleNamed("edit"),
            Subjects = [Subject.Group("developers")],
        });
    }
}
// </snippet>
