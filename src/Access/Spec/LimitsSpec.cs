using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The defaults of a namespace's containers.</summary>
public sealed record LimitsSpec
{
    private static readonly AmountsShape s_amounts = new(["cpu", "memory", "ephemeral-storage"], "/");

    internal static readonly RecordShape<LimitsSpec> Shape = new("limits", fields => new()
    {
        Default = fields.Optional("default", "the limit of a container that names none", s_amounts) ?? [],
        DefaultRequest = fields.Optional("defaultRequest", "the request of a container that names none", s_amounts) ?? [],
    });

    public required Items<Amount> Default { get; init; }

    public required Items<Amount> DefaultRequest { get; init; }
}
