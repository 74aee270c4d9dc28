using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Who may assume a role that is made.</summary>
public sealed record TrustSpec
{
    private static readonly ArnShape s_arn = new(
        "the ARN of a role, of a user or of the root of an account", PrincipalKind.Role, PrincipalKind.User, PrincipalKind.Root);

    internal static readonly RecordShape<TrustSpec> Shape = new("the trust", fields => new()
    {
        At = fields.At,
        Arns = fields.Required(
            "arns",
            "who may assume the role: roles, users, or with …:root whoever their account lets", new ListShape<WrittenArn>(s_arn), []),
        ExternalId = fields.Optional("externalId", "what they must know", Shapes.ExternalId),
        Mfa = fields.Optional("mfa", "whether they must have signed in with a second factor; default: false", Shapes.Flag) ?? false,
        MfaAt = fields.PlaceOf("mfa"),
    });

    public required SpecPosition At { get; init; }

    public required Items<WrittenArn> Arns { get; init; }

    public required Word? ExternalId { get; init; }

    public required bool Mfa { get; init; }

    internal SpecPosition MfaAt { get; init; }
}
