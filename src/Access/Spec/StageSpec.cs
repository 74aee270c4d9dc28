using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>A stage of a pipeline: the same stacks in one account and Region.</summary>
public sealed record StageSpec
{
    // A stage of the CDK: it becomes part of ids.
    private static readonly WordShape s_name = new(
        "a name of 2 to 63 letters, digits or -, which begins with a letter", "[A-Za-z][A-Za-z0-9-]{1,62}");

    internal static readonly RecordShape<StageSpec> Shape = new("a stage", fields => new()
    {
        Name = fields.Required("name", "the name of the stage", s_name, Word.Missing),
        Account = fields.Required("account", "the account that it deploys into", Shapes.Account, Word.Missing),
        Region = fields.Required("region", "the Region that it deploys into", Shapes.Region, Word.Missing),
        Approval = fields.Optional("approval", "whether somebody must approve it first; default: false", Shapes.Flag) ?? false,
    });

    public required Word Name { get; init; }

    public required Word Account { get; init; }

    public required Word Region { get; init; }

    public required bool Approval { get; init; }
}
