using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>How principals are mapped.</summary>
public enum Via
{
    /// <summary>By the authentication mode of the cluster.</summary>
    Auto,

    /// <summary>By an entry of aws-auth.</summary>
    AwsAuth,
}

/// <summary>Some principals, and what they may do.</summary>
public sealed record AccessItem
{
    private static readonly ChoiceShape<Via> s_via = new([("auto", Spec.Via.Auto), ("aws-auth", Spec.Via.AwsAuth)], "access-entry", "both");

    internal static readonly RecordShape<AccessItem> Shape = new("an access", fields =>
    {
        fields.NotYet("expect");
        return new()
        {
            Name = fields.Required("name", "the name of the team or task", Shapes.Name, Word.Missing),
            Principals = fields.Required("principals", "who is let in", new ListShape<PrincipalSpec>(new PrincipalShape()), []),
            Via = fields.Optional("via", "how they are mapped; default: auto, by authenticationMode", s_via) ?? Via.Auto,
            Username = fields.Optional(
                "username", "their Kubernetes username; default: the name of the role with {{SessionName}}, or of the user", Shapes.Text),
            Groups = fields.Optional(
                "groups", "their groups, besides the one that the grants make", new ListShape<Word>(Shapes.Text, mayBeEmpty: true)) ?? [],
            Grant = fields.Optional("grant", "what they may do", new ListShape<GrantSpec>(GrantSpec.Shape, mayBeEmpty: true)) ?? [],
        };
    });

    public required Word Name { get; init; }

    public required Items<PrincipalSpec> Principals { get; init; }

    public required Via Via { get; init; }

    /// <summary>Null for a name made of each principal.</summary>
    public required Word? Username { get; init; }

    public required Items<Word> Groups { get; init; }

    public required Items<GrantSpec> Grant { get; init; }
}
