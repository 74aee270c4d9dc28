// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;

namespace Demo;

public sealed class ProviderStack : Stack
{
    public ProviderStack(Construct scope, string id)
        : base(scope, id)
    {
        // A function of this stack. What is not given of the cluster is looked up when it is deployed.
        var provider = new MappingProvider(this, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
            LeastPrivilege = true,
        });
        _ = new AwsAuthEntry(this, "Developer", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/Developer",
            Username = "developer:{{SessionName}}",
            Groups = ["developers"],
        });

        // The same function on a cluster of another account, where it assumes a role.
        var tools = provider.For(this, "Tools", ClusterTarget.FromAttributes(new()
        {
            Name = "tools",
            AccessRoleArn = "arn:aws:iam::444455556666:role/eks-tools-deployer",
            ExternalId = "platform",
        }));
        _ = new AwsAuthEntry(this, "DeveloperInTools", new()
        {
            Provider = tools,
            RoleArn = "arn:aws:iam::111122223333:role/Developer",
            Username = "developer:{{SessionName}}",
            Groups = ["developers"],
        });

        // A function that is there already, such as that of the plain template.
        var staging = MappingProvider.FromServiceToken(this, "Staging", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "staging" }),
            ServiceToken = Fn.ImportValue("eks-iam-provider-ServiceToken"),
        });
        _ = new CfnOutput(this, "StagingOidcIssuer", new CfnOutputProps { Value = staging.OidcIssuer });
    }
}
// </snippet>
