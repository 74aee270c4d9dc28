using System.Globalization;
using System.Net;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Constructs;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>
/// A VPC with a public and a private subnet in each availability zone. It is made of plain resources: CDK's own VPC has no third availability
/// zone where account and Region are left open, and looks them up with credentials where they are not.
/// </summary>
internal sealed class MadeNetwork : Construct
{
    public const int DefaultZones = 3;
    public const int MostZones = 6;
    public const string DefaultCidr = "10.0.0.0/16";

    private const string Everywhere = "0.0.0.0/0";

    private readonly string _name;
    private readonly CfnVPC _vpc;
    private readonly List<string> _publicSubnets = [];
    private readonly List<string> _privateSubnets = [];
    private readonly List<IDependable> _routes = [];

    public MadeNetwork(Construct scope, string id, string name, ClusterVpc.Made props)
        : base(scope, id)
    {
        _name = name;
        var network = IPNetwork.Parse(props.Cidr ?? DefaultCidr);
        _vpc = new CfnVPC(this, "Resource", new CfnVPCProps
        {
            CidrBlock = network.ToString(),
            EnableDnsHostnames = true,
            EnableDnsSupport = true,
            Tags = Tagged(name),
        });
        var toInternet = ToInternet();
        var nats = new List<CfnNatGateway>();
        for (var zone = 0; zone < (props.MaxAzs ?? DefaultZones); zone++)
        {
            var zoneName = props.AvailabilityZones?[zone] ?? Fn.Select(zone, Fn.GetAzs());
            var publicSubnet = Subnet($"Public{zone + 1}", PublicBlock(network, zone), zoneName, "elb", toInternet.Table);
            _publicSubnets.Add(publicSubnet.Ref);
            if (zone < (props.NatGateways ?? 1)) nats.Add(Nat(zone, publicSubnet, toInternet.Route));
            var table = PrivateTable(zone, nats);
            _privateSubnets.Add(Subnet($"Private{zone + 1}", PrivateBlock(network, zone), zoneName, "internal-elb", table).Ref);
        }
    }

    public string VpcId => _vpc.Ref;

    public IReadOnlyList<string> PublicSubnetIds => _publicSubnets;

    public IReadOnlyList<string> PrivateSubnetIds => _privateSubnets;

    /// <summary>What must be there before a private subnet reaches the internet, and go after what is in it.</summary>
    public IReadOnlyList<IDependable> Routes => _routes;

    /// <summary>How many zones the network can be cut for; 0 where it is none that a VPC can have.</summary>
    public static int ZonesIn(IPNetwork network) => network.BaseAddress.GetAddressBytes().Length == 4 && network.PrefixLength is >= 16 and <= 24
        ? Math.Min(MostZones, PublicBlocks(network))
        : 0;

    // The network in eight: six of them private, and the public ones out of the last two, in 64ths but never smaller than a /28, as a subnet
    // cannot be. A zone that is added or taken away so never moves the subnets of another.
    private static string PrivateBlock(IPNetwork network, int zone) => Block(network, 3, zone);

    private static string PublicBlock(IPNetwork network, int zone) => Block(network, PublicBits(network), (3 * PublicBlocks(network)) + zone);

    private static int PublicBits(IPNetwork network) => Math.Min(6, 28 - network.PrefixLength);

    private static int PublicBlocks(IPNetwork network) => 1 << (PublicBits(network) - 2);

    private static string Block(IPNetwork network, int bits, int index)
    {
        var prefix = network.PrefixLength + bits;
        var address = network.BaseAddress.GetAddressBytes();
        var number = (uint)((address[0] << 24) | (address[1] << 16) | (address[2] << 8) | address[3]) + ((uint)index << (32 - prefix));
        return string.Create(CultureInfo.InvariantCulture, $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}/{prefix}");
    }

    private (CfnRouteTable Table, CfnRoute Route) ToInternet()
    {
        var gateway = new CfnInternetGateway(this, "Internet", new CfnInternetGatewayProps { Tags = Tagged(_name) });
        var attachment = new CfnVPCGatewayAttachment(
            this, "InternetAttachment", new CfnVPCGatewayAttachmentProps { VpcId = VpcId, InternetGatewayId = gateway.Ref });
        var table = new CfnRouteTable(this, "PublicRoutes", new CfnRouteTableProps { VpcId = VpcId, Tags = Tagged($"{_name}-public") });
        var route = new CfnRoute(
            this, "PublicRoute", new CfnRouteProps { RouteTableId = table.Ref, DestinationCidrBlock = Everywhere, GatewayId = gateway.Ref });
        route.Node.AddDependency(attachment);
        _routes.Add(route);
        return (table, route);
    }

    private CfnSubnet Subnet(string id, string cidr, string zone, string role, CfnRouteTable table)
    {
        var subnet = new CfnSubnet(this, id, new CfnSubnetProps
        {
            VpcId = VpcId,
            CidrBlock = cidr,
            AvailabilityZone = zone,
            // By these the load balancer controller finds subnets: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html.
            Tags = [.. Tagged($"{_name}-{id.ToLowerInvariant()}"), new CfnTag { Key = $"kubernetes.io/role/{role}", Value = "1" }],
        });
        var association = new CfnSubnetRouteTableAssociation(
            this, $"{id}Association", new CfnSubnetRouteTableAssociationProps { SubnetId = subnet.Ref, RouteTableId = table.Ref });
        _routes.Add(association);
        return subnet;
    }

    private CfnNatGateway Nat(int zone, CfnSubnet subnet, CfnRoute toInternet)
    {
        var name = Tagged($"{_name}-{zone + 1}");
        var address = new CfnEIP(this, $"NatAddress{zone + 1}", new CfnEIPProps { Domain = "vpc", Tags = name });
        var nat = new CfnNatGateway(
            this, $"Nat{zone + 1}", new CfnNatGatewayProps { SubnetId = subnet.Ref, AllocationId = address.AttrAllocationId, Tags = name });
        address.Node.AddDependency(toInternet);
        nat.Node.AddDependency(toInternet);
        return nat;
    }

    // Zones without a NAT gateway of their own share those of the others in turn.
    private CfnRouteTable PrivateTable(int zone, List<CfnNatGateway> nats)
    {
        var tags = Tagged($"{_name}-private{zone + 1}");
        var table = new CfnRouteTable(this, $"Private{zone + 1}Routes", new CfnRouteTableProps { VpcId = VpcId, Tags = tags });
        if (nats.Count > 0)
        {
            _routes.Add(new CfnRoute(this, $"Private{zone + 1}Route", new CfnRouteProps
            {
                RouteTableId = table.Ref,
                DestinationCidrBlock = Everywhere,
                NatGatewayId = nats[zone % nats.Count].Ref,
            }));
        }

        return table;
    }

    private static CfnTag[] Tagged(string name) => [new CfnTag { Key = "Name", Value = name }];
}
