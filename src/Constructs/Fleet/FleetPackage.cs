namespace EksIamCdk.Constructs.Fleet;

/// <summary>Where the members of an <see cref="AccessFleet"/> get the function from: nothing but S3 and Lambda crosses accounts.</summary>
public abstract record FleetPackage
{
    private FleetPackage()
    {
    }

    /// <summary>Each member has a function of its own, from the bucket <c>PREFIX-REGION</c> of its Region.</summary>
    /// <param name="prefix">Default: <c>eks-iam-cdk-ACCOUNT</c>, with the account that holds the stack set.</param>
    /// <param name="key">Key of the function's zip. Default: the name that <c>package</c> gives to it, a hash of its sources.</param>
    public static FleetPackage FromBuckets(string? prefix = null, string? key = null) => new Buckets(prefix, key);

    /// <summary>All members of a Region share a function that is there already.</summary>
    /// <param name="byRegion">The function's ARN in each Region of the fleet.</param>
    public static FleetPackage FromServiceTokens(IReadOnlyDictionary<string, string> byRegion) => new ServiceTokens(byRegion);

    internal sealed record Buckets(string? Prefix, string? Key) : FleetPackage;

    internal sealed record ServiceTokens(IReadOnlyDictionary<string, string> ByRegion) : FleetPackage;
}
