using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>From where the API server of a cluster to make can be reached.</summary>
public sealed record EndpointAccessSpec
{
    internal static readonly RecordShape<EndpointAccessSpec> Shape = new("endpointAccess", fields => new()
    {
        At = fields.At,
        Public = fields.Optional("public", "from the internet; default: true", Shapes.Flag) ?? true,
        PublicCidrs = fields.Optional(
            "publicCidrs", "only from these addresses of the internet; left out: from everywhere", new ListShape<Word>(Shapes.Text)) ?? [],
        Private = fields.Optional("private", "from its VPC, without a way through the internet; default: true", Shapes.Flag) ?? true,
    });

    public required SpecPosition At { get; init; }

    public required bool Public { get; init; }

    /// <summary>Empty for the whole internet.</summary>
    public required Items<Word> PublicCidrs { get; init; }

    public required bool Private { get; init; }
}
