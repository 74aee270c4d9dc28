namespace EksIamCdk.ClusterApi.Aws;

/// <summary>The domain of AWS in each partition (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).</summary>
public static class AwsDomain
{
    // By the beginning of the Region's name; the longer beginning first.
    private static readonly (string Region, string Domain)[] Partitions =
    [
        ("cn-", "amazonaws.com.cn"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("us-isof-", "csp.hci.ic.gov"),
        ("us-iso-", "c2s.ic.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("eusc-", "amazonaws.eu"),
    ];

    /// <summary><c>amazonaws.com</c> for Regions of aws and aws-us-gov.</summary>
    public static string Of(string region) =>
        Partitions.FirstOrDefault(partition => region.StartsWith(partition.Region, StringComparison.Ordinal)).Domain ?? "amazonaws.com";

    /// <summary>The regional host of a service: <c>sts.eu-central-1.amazonaws.com</c>.</summary>
    public static string Host(string service, string region) => $"{service}.{region}.{Of(region)}";

    /// <summary>The one endpoint of IAM in the partition of a Region, and the Region that its requests are signed for
    /// (https://docs.aws.amazon.com/general/latest/gr/iam-service.html).</summary>
    public static (string Host, string Region) Iam(string region) => Access.Principals.Partitions.OfRegion(region) switch
    {
        "aws-cn" => (Host("iam", "cn-north-1"), "cn-north-1"),
        "aws-us-gov" => ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
        "aws-iso" => (Host("iam", "us-iso-east-1"), "us-iso-east-1"),
        "aws-iso-b" => (Host("iam", "us-isob-east-1"), "us-isob-east-1"),
        "aws-iso-e" => (Host("iam", "eu-isoe-west-1"), "eu-isoe-west-1"),
        "aws-iso-f" => (Host("iam", "us-isof-south-1"), "us-isof-south-1"),
        "aws-eusc" => (Host("iam", "eusc-de-east-1"), "eusc-de-east-1"),
        _ => ("iam.amazonaws.com", "us-east-1"),
    };
}
