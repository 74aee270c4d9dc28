using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Some principals, and what they may do.</summary>
public sealed record AccessItem : MappingSpec
{
    internal static readonly RecordShape<AccessItem> Shape = new("an access", fields => new(
        fields.Required("name", "the name of the team or task", Shapes.Name, Word.Missing),
        fields.Required("principals", "who is let in", new ListShape<PrincipalSpec>(new PrincipalShape()), []),
        fields));

    private AccessItem(Word name, Items<PrincipalSpec> principals, Fields fields)
        : base(name, fields, "the name of the role with {{SessionName}}, or of the user") =>
        Principals = principals;

    public Items<PrincipalSpec> Principals { get; }
}
