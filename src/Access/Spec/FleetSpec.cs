using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The same access in many accounts and Regions, by a stack set.</summary>
public sealed record FleetSpec
{
    private static readonly WordShape s_unit = new(
        "the id of an organizational unit, such as ou-abcd-12345678, or of the root of the organisation",
        "ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}");

    // Room for the hyphen and the longest Region in the 63 characters of a bucket's name.
    private static readonly WordShape s_bucketPrefix = new(
        "the beginning of a bucket name: at most 46 lower-case letters, digits or -, which begins with a letter or digit",
        "[a-z0-9][a-z0-9-]{1,45}");

    internal static readonly RecordShape<FleetSpec> Shape = new("fleet", fields =>
    {
        fields.ExactlyOne("organizationalUnits", "accounts");
        fields.Either(["packageBucketPrefix"], ["serviceTokens"]);
        var before = fields.ProblemCount;
        return new()
        {
            At = fields.At,
            OrganizationalUnits = fields.Optional(
                "organizationalUnits", "the units of the organisation whose accounts it is for", new ListShape<Word>(s_unit)) ?? [],
            Accounts = fields.Optional("accounts", "the accounts that it is for", new ListShape<Word>(Shapes.Account)) ?? [],
            Regions = fields.Required(
                "regions", "the Regions, in the order in which they are deployed", new ListShape<Word>(Shapes.Region), []),
            MaxConcurrentPercentage = fields.Optional(
                "maxConcurrentPercentage", "of the accounts, how many at a time; default: 25", new IntegerShape(1, 100)) ?? 25,
            FailureTolerancePercentage = fields.Optional(
                "failureTolerancePercentage",
                "of the accounts of a Region, how many may fail before it stops; default: 0", new IntegerShape(0, 100)) ?? 0,
            PackageBucketPrefix = fields.Optional(
                "packageBucketPrefix", "the function's code is in the bucket PREFIX-REGION of each Region", s_bucketPrefix),
            ServiceTokens = fields.Optional(
                "serviceTokens",
                "for each Region the ARN of a provider that is there already, instead of one of its own", new ServiceTokensShape()) ?? [],
            ServiceTokensAt = fields.PlaceOf("serviceTokens"),
            TokensAreWhole = fields.ProblemCount == before,
        };
    });

    public required SpecPosition At { get; init; }

    /// <summary>Empty where accounts are given.</summary>
    public required Items<Word> OrganizationalUnits { get; init; }

    /// <summary>Empty where organizational units are given.</summary>
    public required Items<Word> Accounts { get; init; }

    public required Items<Word> Regions { get; init; }

    public required int MaxConcurrentPercentage { get; init; }

    public required int FailureTolerancePercentage { get; init; }

    public required Word? PackageBucketPrefix { get; init; }

    /// <summary>Empty where each Region gets a provider of its own.</summary>
    public required Items<RegionalServiceToken> ServiceTokens { get; init; }

    internal SpecPosition ServiceTokensAt { get; init; }

    /// <summary>Whether Regions and service tokens were read without a problem.</summary>
    internal bool TokensAreWhole { get; init; }
}
