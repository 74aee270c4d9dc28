// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;

namespace Demo;

public sealed class NodeStack : Stack
{
    public NodeStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        _ = new NodeMapping(this, "Workers", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/self-managed-nodes",
        });
        _ = new NodeMapping(this, "WindowsWorkers", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/windows-nodes",
            Kind = NodeKind.Windows,
        });
        _ = new NodeMapping(this, "Fargate", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/fargate-pods",
            Kind = NodeKind.Fargate,
        });
    }
}
// </snippet>
