using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Access;

public sealed class NodeMappingTests
{
    private const string Role = "arn:aws:iam::111122223333:role/nodes";

    [Theory]
    [InlineData(null, "system:node:{{EC2PrivateDNSName}}", "system:bootstrappers,system:nodes")]
    [InlineData(NodeKind.Windows, "system:node:{{EC2PrivateDNSName}}", "system:bootstrappers,system:nodes,eks:kube-proxy-windows")]
    [InlineData(NodeKind.Fargate, "system:node:{{SessionName}}", "system:bootstrappers,system:nodes,system:node-proxier")]
    public void Each_kind_of_workers_has_the_names_that_EKS_gives_it(NodeKind? kind, string username, string groups)
    {
        var entry = Template(stack => _ = new NodeMapping(stack, "Nodes", new() { Provider = Provider(stack), RoleArn = Role, Kind = kind }))
            .One("Custom::EksAwsAuthEntry")["Properties"]!;

        Assert.Equal((Role, username), (entry["RoleArn"]!.GetValue<string>(), entry["Username"]!.GetValue<string>()));
        Assert.Equal(groups, string.Join(",", entry["Groups"]!.AsArray()));
    }

    [Fact]
    public void A_cluster_that_does_not_read_aws_auth_is_refused_as_is_an_instance_profile()
    {
        var stack = new Stack();
        var provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API });

        var error = Assert.Throws<ArgumentException>(
            () => new NodeMapping(stack, "Nodes", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:instance-profile/nodes" }));

        Assert.Equal(
            "Default/Nodes: Provider: got \"a cluster that does not read aws-auth (API)\", expected one that does: "
            + "EKS makes the access entries of its node groups itself; "
            + "RoleArn: got \"arn:aws:iam::111122223333:instance-profile/nodes\", "
            + "expected the role inside the instance profile, probably arn:aws:iam::111122223333:role/nodes",
            error.Message);
    }
}
