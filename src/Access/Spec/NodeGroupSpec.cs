using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>A managed node group of a cluster to make.</summary>
public sealed record NodeGroupSpec
{
    private static readonly WordShape s_name = new(
        "a node group name of at most 63 letters, digits, - or _, which begins with a letter or digit", "[0-9A-Za-z][A-Za-z0-9_-]{0,62}");
    private static readonly WordShape s_type = new(
        "an instance type such as m7g.large", "[a-z]+-?[0-9]+[a-z0-9-]*\\.[a-z0-9-]+");

    private static readonly IntegerShape s_size = new(0, 450);

    internal static readonly RecordShape<NodeGroupSpec> Shape = new("a node group", fields =>
    {
        var name = fields.Required("name", "the name of the node group", s_name, Word.Missing);
        var types = fields.Optional(
            "instanceTypes", "the instance types of its nodes; left out: what EKS takes by itself", new ListShape<Word>(s_type));
        var least = fields.Optional("min", "its nodes at least; default: 1", s_size) ?? 1;
        return new()
        {
            Name = name,
            InstanceTypes = types ?? [],
            Min = least,
            Max = fields.Optional("max", "its nodes at most; default: min, but one at least", s_size) ?? Math.Max(least, 1),
            MaxAt = fields.PlaceOf("max"),
        };
    });

    public required Word Name { get; init; }

    /// <summary>Empty for the default of EKS.</summary>
    public required Items<Word> InstanceTypes { get; init; }

    public required int Min { get; init; }

    public required int Max { get; init; }

    internal SpecPosition MaxAt { get; init; }
}
