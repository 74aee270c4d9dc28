using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The VPC of a cluster to make.</summary>
public abstract record VpcSpec
{
    private static readonly WordShape s_id = new("the id of a VPC, such as vpc-0123456789abcdef0", "vpc-([0-9a-f]{8}|[0-9a-f]{17})");
    private static readonly WordShape s_subnet = new(
        "the id of a subnet, such as subnet-0123456789abcdef0", "subnet-([0-9a-f]{8}|[0-9a-f]{17})");

    internal static readonly RecordShape<VpcSpec> Shape = new("vpc", fields =>
    {
        fields.Either(["id", "subnets"], ["cidr", "maxAzs", "natGateways"]);
        fields.Together("id", "subnets");
        var made = new Made(
            fields.Optional(
                "cidr", "the addresses of the VPC that is made; default: 10.0.0.0/16", Shapes.Text) ?? new Word("10.0.0.0/16", fields.At),
            fields.Optional("maxAzs", "its availability zones at most; default: 3", new IntegerShape(2, 6)) ?? 3,
            fields.Optional("natGateways", "its NAT gateways; default: 1", new IntegerShape(0, 6)) ?? 1)
        {
            NatGatewaysAt = fields.PlaceOf("natGateways"),
        };
        var id = fields.Optional("id", "a VPC that exists", s_id);
        var before = fields.ProblemCount;
        var subnets = fields.Optional(
            "subnets", "the subnets of that VPC for the cluster, of two availability zones or more", new ListShape<Word>(s_subnet));
        if (id is null && subnets is null) return made;
        return new Given(id ?? Word.Missing, subnets ?? [])
        {
            SubnetsAt = fields.PlaceOf("subnets"),
            SubnetsAreWhole = fields.ProblemCount == before,
        };
    });

    private VpcSpec()
    {
    }

    internal static VpcSpec Default => Shape.Missing;

    /// <summary>A VPC that is made for the cluster.</summary>
    public sealed record Made(Word Cidr, int MaxAzs, int NatGateways) : VpcSpec
    {
        internal SpecPosition NatGatewaysAt { get; init; }
    }

    /// <summary>A VPC that exists.</summary>
    public sealed record Given(Word Id, Items<Word> Subnets) : VpcSpec
    {
        internal SpecPosition SubnetsAt { get; init; }

        /// <summary>Whether they were read without a problem.</summary>
        internal bool SubnetsAreWhole { get; init; }
    }
}
