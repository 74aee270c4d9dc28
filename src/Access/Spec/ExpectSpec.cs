using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>What must come of the grants: checked when the spec is read, and again when it is deployed.</summary>
public sealed record ExpectSpec
{
    internal static readonly RecordShape<ExpectSpec> Shape = new("expect", fields =>
    {
        var allowed = Lines(fields, "allowed", "what must be allowed, such as \"get pods -n dev\"");
        var denied = Lines(fields, "denied", "what must not be allowed, such as \"delete pods -n dev\"");
        return allowed.Count + denied.Count == 0 ? null : new() { Allowed = allowed, Denied = denied };
    });

    public required Items<ExpectLine> Allowed { get; init; }

    public required Items<ExpectLine> Denied { get; init; }

    private static Items<ExpectLine> Lines(Fields fields, string key, string description) =>
        fields.Optional(key, description, new ListShape<ExpectLine>(new ExpectLineShape(), mayBeEmpty: true)) ?? [];
}
