// <snippet>
using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Namespaces;
using EksIamCdk.Constructs.Workloads;

namespace Demo;

public sealed class WorkloadStack : Stack
{
    public WorkloadStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });
        var app = new TeamNamespace(this, "App", new() { Provider = provider, Name = "app" });

        var access = new WorkloadIdentity(this, "S3Access", new()
        {
            Provider = provider,
            Namespace = "app",
            ServiceAccount = "s3-access-sa",
            Identity = WorkloadIdentityKind.Irsa,
            Statements = [new() { Actions = ["s3:GetObject", "s3:PutObject"], Resources = ["arn:aws:s3:::demo-eks-app-data/*"] }],
        });
        access.Node.AddDependency(app);

        // What is of this app grants by itself.
        new Bucket(this, "Reports").GrantRead(access.Role);
        _ = new CfnOutput(this, "S3AccessRoleArn", new CfnOutputProps { Value = access.RoleArn });
    }
}
// </snippet>
