// <snippet>
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Clusters;

namespace Demo;

public sealed class AccessEntriesStack : Stack
{
    public AccessEntriesStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new()
        {
            // The mode that the cluster shall have, whatever it has now.
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo", AuthenticationMode = AuthenticationMode.API_AND_CONFIG_MAP }),
        });
        var step = new AuthenticationModeStep(this, "Mode", new() { Provider = provider });

        _ = new PrincipalMapping(this, "Developer", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/team/Developer",
            Groups = ["developers"],
            Via = MappingVia.Both,
        });
        _ = new CfnOutput(this, "Warning", new CfnOutputProps { Value = step.Warning });
    }
}
// </snippet>
