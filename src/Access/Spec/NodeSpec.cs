using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>What runs under a node role.</summary>
public enum NodeKind
{
    Linux,
    Windows,
    Fargate,
}

/// <summary>An aws-auth entry of workers, where EKS does not write it itself.</summary>
public sealed record NodeSpec
{
    private static readonly ChoiceShape<NodeKind> s_kind = new(
        ("linux", NodeKind.Linux), ("windows", NodeKind.Windows), ("fargate", NodeKind.Fargate));

    internal static readonly RecordShape<NodeSpec> Shape = new("a node role", fields =>
    {
        var role = fields.Required("role", "the role of the workers, or the pod execution role of Fargate", Shapes.RoleArn, null!);
        var kind = fields.Optional("kind", "linux, windows or fargate; default: linux", s_kind) ?? NodeKind.Linux;
        return role is null ? null : new() { Role = role, Kind = kind };
    });

    public required WrittenArn Role { get; init; }

    public required NodeKind Kind { get; init; }
}
