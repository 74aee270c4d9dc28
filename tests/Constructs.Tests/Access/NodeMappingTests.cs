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
    [InlineData(NodeKind.Hybrid, "system:node:{{SessionName}}", "system:bootstrappers,system:nodes")]
    public void Each_kind_of_workers_has_the_names_that_EKS_gives_it(NodeKind? kind, string username, string groups)
    {
        var entry = Template(stack => _ = new NodeMapping(stack, "Nodes", new() { Provider = Provider(stack), RoleArn = Role, Kind = kind }))
            .One("Custom::EksAwsAuthEntry")["Properties"]!;

        Assert.Equal((Role, username), (entry["RoleArn"]!.GetValue<string>(), entry["Username"]!.GetValue<string>()));
        Assert.Equal(groups, string.Join(",", entry["Groups"]!.AsArray()));
    }

    [Theory]
    [InlineData(NodeKind.Linux, "EC2_LINUX")]
    [InlineData(NodeKind.Windows, "EC2_WINDOWS")]
    [InlineData(NodeKind.Fargate, "FARGATE_LINUX")]
    [InlineData(NodeKind.Hybrid, "HYBRID_LINUX")]
    public void Where_aws_auth_is_not_read_workers_have_an_access_entry_of_their_type(NodeKind kind, string type)
    {
        var template = Template(stack => _ = new NodeMapping(stack, "Nodes", new()
        {
            Provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API }),
            RoleArn = "arn:aws:iam::111122223333:role/team/nodes",
            Kind = kind,
        }));

        var entries = template["Resources"]!.AsObject().Select(resource => resource.Value!["Properties"]!)
            .Where(properties => properties["PrincipalArn"]?.ToJsonString().Contains("team/nodes", StringComparison.Ordinal) is true);
        Assert.Equal(type, Assert.Single(entries)["Type"]!.GetValue<string>());
        Assert.DoesNotContain("Custom::EksAwsAuthEntry", template.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_told_at_once()
    {
        var stack = new Stack();
        var provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API });

        var error = Assert.Throws<ArgumentException>(() => new NodeMapping(
            stack, "Nodes", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:instance-profile/nodes", Via = MappingVia.AwsAuth }));

        Assert.Equal(
            "Default/Nodes: Via: got \"AwsAuth\", expected AccessEntry: the cluster does not read aws-auth (API); "
            + "RoleArn: got \"arn:aws:iam::111122223333:instance-profile/nodes\", "
            + "expected the role inside the instance profile, probably arn:aws:iam::111122223333:role/nodes",
            error.Message);
    }
}
