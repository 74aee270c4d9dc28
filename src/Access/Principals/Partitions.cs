namespace EksIamCdk.Access.Principals;

/// <summary>
/// The AWS partitions that the authenticator accepts, with the DNS suffix of their endpoints. Source: aws-iam-authenticator, and
/// the endpoint lists of the AWS SDKs.
/// </summary>
public static class Partitions
{
    private static readonly Dictionary<string, string> s_suffixes = new(StringComparer.Ordinal)
    {
        ["aws"] = "amazonaws.com",
        ["aws-cn"] = "amazonaws.com.cn",
        ["aws-us-gov"] = "amazonaws.com",
        ["aws-iso"] = "c2s.ic.gov",
        ["aws-iso-b"] = "sc2s.sgov.gov",
        ["aws-iso-e"] = "cloud.adc-e.uk",
        ["aws-iso-f"] = "csp.hci.ic.gov",
        ["aws-eusc"] = "amazonaws.eu",
    };

    private static readonly (string RegionPrefix, string Partition)[] s_byRegion =
    [
        ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"), ("us-isof-", "aws-iso-f"), ("us-iso-", "aws-iso"),
        ("eu-isoe-", "aws-iso-e"), ("eusc-", "aws-eusc"),
    ];

    /// <summary>Every partition, <c>aws</c> first.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

    public static bool IsKnown(string partition) => s_suffixes.ContainsKey(partition);

    /// <summary>The partition of a Region, by the Region's prefix; <c>aws</c> where no other prefix fits.</summary>
    public static string OfRegion(string region) =>
        s_byRegion.FirstOrDefault(pair => region.StartsWith(pair.RegionPrefix, StringComparison.Ordinal)).Partition ?? "aws";

    /// <summary>The DNS suffix of the endpoints of a Region, such as <c>amazonaws.com</c>.</summary>
    public static string DnsSuffixOfRegion(string region) => s_suffixes[OfRegion(region)];
}
