using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Some principals, and what they may do.</summary>
public sealed record AccessItem : MappingSpec
{
    internal static readonly RecordShape<AccessItem> Shape = new("an access", fields => new(fields));

    private AccessItem(Fields fields)
        : base(fields, "the name of the team or task", "the name of the role with {{SessionName}}, or of the user") =>
        Principals = fields.Required("principals", "who is let in", new ListShape<PrincipalSpec>(new PrincipalShape()), []);

    public Items<PrincipalSpec> Principals { get; }
}
