using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>A role that is made for a workload: what it may do in AWS.</summary>
public sealed record WorkloadRoleSpec
{
    internal static readonly RecordShape<WorkloadRoleSpec> Shape = new("a role to make", fields =>
    {
        var before = fields.ProblemCount;
        return new()
        {
            At = fields.At,
            Statements = fields.Optional(
                "statements", "what it may do", new ListShape<StatementSpec>(StatementSpec.Shape, mayBeEmpty: true)) ?? [],
            ManagedPolicies = fields.Optional(
                "managedPolicies",
                "the ARNs of managed policies that it has besides", new ListShape<Word>(Shapes.Text, mayBeEmpty: true)) ?? [],
            IsWhole = fields.ProblemCount == before && !fields.Misspelt("statements", "managedPolicies"),
        };
    });

    public required SpecPosition At { get; init; }

    public required Items<StatementSpec> Statements { get; init; }

    public required Items<Word> ManagedPolicies { get; init; }

    /// <summary>Whether they were read without a problem.</summary>
    internal bool IsWhole { get; init; }
}
