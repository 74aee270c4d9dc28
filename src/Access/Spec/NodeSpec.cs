using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>What runs under a node role.</summary>
public enum NodeKind
{
    Linux,
    Windows,
    Fargate,
    Hybrid,
}

/// <summary>An entry of workers, where EKS does not write it itself.</summary>
public sealed record NodeSpec
{
    private static readonly ChoiceShape<NodeKind> s_kind = new(
        ("linux", NodeKind.Linux), ("windows", NodeKind.Windows), ("fargate", NodeKind.Fargate), ("hybrid", NodeKind.Hybrid));

    internal static readonly RecordShape<NodeSpec> Shape = new("a node role", fields =>
    {
        var role = fields.Required("role", "the role of the workers, or the pod execution role of Fargate", Shapes.RoleArn, null!);
        var kind = fields.Optional("kind", "what runs under it; default: linux", s_kind) ?? NodeKind.Linux;
        var via = fields.Optional("via", "what maps them; default: auto, by authenticationMode", Shapes.Via) ?? Via.Auto;
        return role is null ? null : new() { Role = role, Kind = kind, Via = via, ViaAt = fields.PlaceOf("via") };
    });

    public required WrittenArn Role { get; init; }

    public required NodeKind Kind { get; init; }

    public required Via Via { get; init; }

    internal SpecPosition ViaAt { get; init; }
}
