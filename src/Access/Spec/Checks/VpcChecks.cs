using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>The network of a cluster to make.</summary>
internal static class VpcChecks
{
    // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    private const int LargestVpc = 16;

    public static void Check(CreateClusterSpec create, SpecProblems problems)
    {
        switch (create.Vpc)
        {
            case VpcSpec.Made made:
                CheckMade(made, problems);
                break;
            case VpcSpec.Given given:
                CheckGiven(given, problems);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        CheckEndpoint(create.EndpointAccess, problems);
    }

    private static void CheckMade(VpcSpec.Made vpc, SpecProblems problems)
    {
        if (Cidr.WhatIsWrong(vpc.Cidr.Text) is { } expected)
        {
            problems.Add(vpc.Cidr, "cidr is wrong", expected);
        }
        else
        {
            // Each zone has an eighth for nodes, and out of the last two eighths a public subnet of at least a /28: /24 has four of those.
            var smallest = vpc.MaxAzs > 4 ? 23 : 24;
            if (Cidr.PrefixLength(vpc.Cidr.Text) is var length && (length < LargestVpc || length > smallest))
            {
                problems.Add(
                    vpc.Cidr,
                    $"cidr has no room for a VPC of {vpc.MaxAzs} availability zones",
                    $"a block between /{LargestVpc} and /{smallest}");
            }
        }

        if (vpc.NatGateways > vpc.MaxAzs)
        {
            problems.Add(
                vpc.NatGatewaysAt, "there are more natGateways than availability zones", $"{vpc.NatGateways}", $"at most {vpc.MaxAzs}");
        }
        else if (vpc.NatGateways == 0)
        {
            problems.Note(vpc.NatGatewaysAt, "without natGateways nodes reach neither the internet nor AWS, but by endpoints of the VPC");
        }
    }

    private static void CheckGiven(VpcSpec.Given vpc, SpecProblems problems)
    {
        SpecChecks.Distinct(vpc.Subnets, "subnet", problems);
        if (vpc.SubnetsAreWhole && vpc.Subnets.Select(subnet => subnet.Text).Distinct().Count() == 1)
        {
            problems.Add(vpc.SubnetsAt, "a cluster needs subnets of two availability zones", vpc.Subnets[0].Text, "at least two subnets");
        }
    }

    private static void CheckEndpoint(EndpointAccessSpec access, SpecProblems problems)
    {
        if (access is { Public: false, Private: false })
        {
            problems.Add(access.At, "nobody could reach the API server", "public and private both false", "public, private or both true");
        }

        SpecChecks.Distinct(access.PublicCidrs, "block", problems);
        foreach (var block in access.PublicCidrs)
        {
            if (Cidr.WhatIsWrong(block.Text) is { } expected) problems.Add(block, "publicCidrs is wrong", expected);
        }

        if (access is { Public: false, PublicCidrs: [var first, ..] })
        {
            problems.Add(first, "publicCidrs are given, and the endpoint is not public", "public: true, or no publicCidrs");
        }
        else if (access.Public && (access.PublicCidrs.Count == 0 || access.PublicCidrs.Any(block => block.Text == "0.0.0.0/0")))
        {
            problems.Note(access.At, "the API server can be reached from the whole internet: publicCidrs says from where it should be");
        }
    }
}
