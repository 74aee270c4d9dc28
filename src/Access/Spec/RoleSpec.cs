using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>RBAC of one's own: a Role in each of its namespaces, or a ClusterRole.</summary>
public sealed record RoleSpec
{
    internal static readonly RecordShape<RoleSpec> Shape = new("a role", fields => new()
    {
        Name = fields.Required("name", "the name of the role", Shapes.Name, Word.Missing),
        Namespaces = fields.Optional("namespaces", "a Role in each of these; left out: a ClusterRole", Shapes.Namespaces),
        Rules = fields.Required("rules", "the rules of the role", new ListShape<RuleSpec>(RuleSpec.Shape), []),
    });

    public required Word Name { get; init; }

    /// <summary>Null for a ClusterRole.</summary>
    public required Items<Word>? Namespaces { get; init; }

    public required Items<RuleSpec> Rules { get; init; }
}
