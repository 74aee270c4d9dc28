using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>RBAC of one's own: a Role in each of its namespaces, or a ClusterRole.</summary>
public sealed record RoleSpec
{
    internal static readonly RecordShape<RoleSpec> Shape = new("a role", fields =>
    {
        var before = fields.ProblemCount;
        return new()
        {
            Name = fields.Required("name", "the name of the role", Shapes.Name, Word.Missing),
            Namespaces = fields.Optional("namespaces", "a Role in each of these; left out: a ClusterRole", Shapes.Namespaces),
            Rules = fields.Required("rules", "the rules of the role", new ListShape<RuleSpec>(RuleSpec.Shape), []),
            IsWhole = fields.ProblemCount == before && !fields.Misspelt("namespaces", "rules"),
        };
    });

    public required Word Name { get; init; }

    /// <summary>Null for a ClusterRole.</summary>
    public required Items<Word>? Namespaces { get; init; }

    public required Items<RuleSpec> Rules { get; init; }

    /// <summary>Whether namespaces and rules were read without a problem.</summary>
    internal bool IsWhole { get; init; }
}
