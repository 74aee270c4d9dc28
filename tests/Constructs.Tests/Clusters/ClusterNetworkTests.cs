using System.Net;
using System.Text.Json.Nodes;
using Amazon.CDK;
using EksIamCdk.Constructs.Clusters;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Clusters;

public sealed class ClusterNetworkTests
{
    [Fact]
    public void Three_zones_are_three_where_account_and_Region_are_open_and_where_they_are_not()
    {
        var open = Subnets(Template(stack => Make(stack, new ClusterVpc.Made())));

        Assert.Equal(6, open.Count);
        Assert.Equal(
            ["""{"Fn::Select":[0,{"Fn::GetAZs":""}]}""", """{"Fn::Select":[1,{"Fn::GetAZs":""}]}""", """{"Fn::Select":[2,{"Fn::GetAZs":""}]}"""],
            open.Select(subnet => subnet["AvailabilityZone"]!.ToJsonString()).Distinct());

        // A lookup of zones would ask for credentials at synth.
        var app = new App();
        var stack = new Stack(app, "Stack", new StackProps { Env = new Amazon.CDK.Environment { Account = "111122223333", Region = "eu-west-1" } });
        Make(stack, new ClusterVpc.Made());
        Assert.Empty(app.Synth().Manifest.Missing ?? []);
    }

    [Fact]
    public void Public_and_private_subnets_are_found_by_load_balancers()
    {
        var subnets = Subnets(Template(stack => Make(stack, new ClusterVpc.Made { MaxAzs = 2 })));

        Assert.Equal(2, subnets.Count(subnet => subnet.ToJsonString().Contains("\"kubernetes.io/role/elb\"", StringComparison.Ordinal)));
        Assert.Equal(2, subnets.Count(subnet => subnet.ToJsonString().Contains("\"kubernetes.io/role/internal-elb\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("10.0.0.0/16", 6)]
    [InlineData("172.31.4.0/22", 6)]
    [InlineData("192.168.100.0/24", 4)]
    public void Subnets_lie_in_the_network_apart_from_each_other_and_stay_when_a_zone_is_added(string cidr, int zones)
    {
        var network = IPNetwork.Parse(cidr);
        Assert.Equal(zones, MadeNetwork.ZonesIn(network));
        var all = Cidrs(zones);

        Assert.Equal(zones * 2, all.Count);
        Assert.All(all, subnet => Assert.True(network.Contains(IPNetwork.Parse(subnet).BaseAddress)));
        Assert.All(all, subnet => Assert.Single(all, other => IPNetwork.Parse(other).Contains(IPNetwork.Parse(subnet).BaseAddress)));
        Assert.All(all, subnet => Assert.InRange(IPNetwork.Parse(subnet).PrefixLength, 16, 28));
        Assert.Subset(all.ToHashSet(), Cidrs(zones - 1).ToHashSet());

        List<string> Cidrs(int count) =>
        [
            .. Subnets(Template(stack => Make(stack, new ClusterVpc.Made { Cidr = cidr, MaxAzs = count }))).Select(
                subnet => subnet["CidrBlock"]!.GetValue<string>()),
        ];
    }

    [Fact]
    public void Zones_share_the_NAT_gateways_there_are()
    {
        Assert.Equal((1, 3), Nats(1));
        Assert.Equal((2, 3), Nats(2));
        Assert.Equal((0, 0), Nats(0));

        static (int Gateways, int Routes) Nats(int count)
        {
            var template = Template(stack => Make(stack, new ClusterVpc.Made { NatGateways = count }));
            var routes = template.All("AWS::EC2::Route").Values.Select(route => route["Properties"]!["NatGatewayId"]).OfType<JsonNode>().ToList();
            Assert.Equal(count, routes.Select(route => route.ToJsonString()).Distinct().Count());
            return (template.All("AWS::EC2::NatGateway").Count, routes.Count);
        }
    }

    [Fact]
    public void A_network_that_is_given_is_used_as_it_is()
    {
        var template = Template(stack => Make(stack, new ClusterVpc.Given("vpc-1", ["subnet-1", "subnet-2"])));

        Assert.DoesNotContain(
            template["Resources"]!.AsObject(), pair => pair.Value!["Type"]!.GetValue<string>().StartsWith("AWS::EC2", StringComparison.Ordinal));
        AssertJson("""["subnet-1", "subnet-2"]""", template.One("AWS::EKS::Cluster")["Properties"]!["ResourcesVpcConfig"]!["SubnetIds"]);
    }

    [Fact]
    public void A_network_that_is_given_has_the_ids_of_one()
    {
        var error = Assert.Throws<ArgumentException>(() => Make(new Stack(), new ClusterVpc.Given("demo", ["subnet-1"])));

        Assert.Equal(
            "Default/Cluster: Vpc.Id: got \"demo\", expected the id of a VPC: vpc-…; "
            + "Vpc.SubnetIds: got \"subnet-1\", expected at least two subnets, in different availability zones",
            error.Message);
    }

    private static void Make(Stack stack, ClusterVpc vpc) => _ = new EksCluster(
        stack, "Cluster", new() { Name = "demo", Version = "1.34", AdminRoleArns = ["arn:aws:iam::111122223333:role/PlatformAdmin"], Vpc = vpc });

    private static List<JsonNode> Subnets(JsonObject template) =>
        [.. template.All("AWS::EC2::Subnet").Values.Select(subnet => subnet["Properties"]!)];
}
