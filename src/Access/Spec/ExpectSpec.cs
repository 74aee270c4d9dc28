using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>What must come of the grants: checked when the spec is read, and again when it is deployed.</summary>
public sealed record ExpectSpec
{
    internal static readonly RecordShape<ExpectSpec> Shape = new("expect", fields => new()
    {
        Allowed = Lines(fields, "allowed", "what must be allowed, such as \"get pods -n dev\""),
        Denied = Lines(fields, "denied", "what must not be allowed, such as \"delete pods -n dev\""),
    });

    public required Items<ExpectLine> Allowed { get; init; }

    public required Items<ExpectLine> Denied { get; init; }

    private static Items<ExpectLine> Lines(Fields fields, string key, string description) =>
        fields.Optional(key, description, new ListShape<ExpectLine>(new ExpectLineShape(), mayBeEmpty: true)) ?? [];
}
