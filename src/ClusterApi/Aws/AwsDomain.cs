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
}
