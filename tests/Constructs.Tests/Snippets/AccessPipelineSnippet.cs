// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Pipeline;

namespace Demo;

public sealed class PipelineStack : Stack
{
    public PipelineStack(Construct scope, string id)
        : base(scope, id, new StackProps { Env = new Amazon.CDK.Environment { Account = "111122223333", Region = "eu-west-1" } })
    {
        _ = new AccessPipeline(this, "Pipeline", new()
        {
            Repository = "your-org/platform",
            ConnectionArn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/11111111-2222-3333-4444-555555555555",
            Stages =
            [
                new() { Name = "staging", Account = "444455556666", Region = "eu-west-1", Stacks = Access },
                new() { Name = "production", Account = "777788889999", Region = "eu-west-1", Stacks = Access, Approval = true },
            ],
        });
    }

    private static void Access(Stage stage)
    {
        var stack = new Stack(stage, "Access");
        var provider = new MappingProvider(stack, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "platform" }) });
        _ = new TeamAccess(stack, "Developers", new()
        {
            Provider = provider,
            Name = "developers",
            Principals = [TeamPrincipal.Role("arn:aws:iam::111122223333:role/Developer")],
            Grants = [TeamGrant.Profile(TeamProfile.View)],
            Expect = new() { Allowed = ["get pods -n default"], Denied = ["get secrets -n kube-system"] },
        });
    }
}
// </snippet>
