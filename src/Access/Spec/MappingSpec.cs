using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>People or machines with a name: how they are mapped, and what they may do.</summary>
public abstract record MappingSpec
{
    private protected MappingSpec(Word name, Fields fields, string defaultUsername)
    {
        Name = name;
        Via = fields.Optional("via", "what maps them; default: auto, by authenticationMode", Shapes.Via) ?? Via.Auto;
        ViaAt = fields.PlaceOf("via");
        Username = fields.Optional("username", $"the Kubernetes username; default: {defaultUsername}", Shapes.Text);
        var before = fields.ProblemCount;
        Groups = fields.Optional(
            "groups", "groups besides the one that the grants make", new ListShape<Word>(Shapes.Text, mayBeEmpty: true)) ?? [];
        Grant = fields.Optional("grant", "what they may do", new ListShape<GrantSpec>(GrantSpec.Shape, mayBeEmpty: true)) ?? [];
        GrantIsWhole = fields.ProblemCount == before && !fields.Misspelt("groups", "grant");
        Expect = fields.Optional("expect", "what must come of it, in the grammar of kubectl auth can-i", ExpectSpec.Shape);
    }

    public Word Name { get; }

    public Via Via { get; }

    internal SpecPosition ViaAt { get; }

    /// <summary>Null for a name made of each principal.</summary>
    public Word? Username { get; }

    public Items<Word> Groups { get; }

    public Items<GrantSpec> Grant { get; }

    /// <summary>Whether it has no grants, and no groups that others could give something.</summary>
    internal bool GrantsNothing => Grant.Count == 0 && Groups.Count == 0 && GrantIsWhole && !Name.IsMissing;

    /// <summary>Whether groups and grants were read without a problem.</summary>
    internal bool GrantIsWhole { get; }

    /// <summary>Null where it has no lines.</summary>
    public ExpectSpec? Expect { get; }
}
