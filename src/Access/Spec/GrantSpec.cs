using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>
/// The ClusterRoles that every cluster has for people.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles.
/// </summary>
public enum Profile
{
    View,
    Edit,
    Admin,
    ClusterAdmin,
}

/// <summary>What is given: a profile or a role of this file, in some namespaces or everywhere.</summary>
public sealed record GrantSpec
{
    private static readonly ChoiceShape<Profile> s_profile = new(
        [.. Profiles.All.Select(profile => (Profiles.Name(profile), profile))]);

    internal static readonly RecordShape<GrantSpec> Shape = new("a grant", fields =>
    {
        fields.ExactlyOne("profile", "role");
        return new()
        {
            At = fields.At,
            Profile = fields.Optional("profile", "a ClusterRole that every cluster has", s_profile),
            Role = fields.Optional("role", "a role of this file", Shapes.Name),
            Namespaces = fields.Optional(
                "namespaces", "only in these; left out: where the role is, or in the whole cluster", Shapes.Namespaces),
        };
    });

    public required SpecPosition At { get; init; }

    public required Profile? Profile { get; init; }

    public required Word? Role { get; init; }

    /// <summary>Null where they are left out.</summary>
    public required Items<Word>? Namespaces { get; init; }
}
