using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Some actions of AWS that are allowed on some resources.</summary>
public sealed record StatementSpec
{
    private static readonly ListShape<Word> s_words = new(Shapes.Text);

    internal static readonly RecordShape<StatementSpec> Shape = new("a statement", fields => new()
    {
        Actions = fields.Required("actions", "the actions, such as s3:GetObject", s_words, []),
        Resources = fields.Required("resources", "the ARNs of the resources", s_words, []),
    });

    public required Items<Word> Actions { get; init; }

    public required Items<Word> Resources { get; init; }
}
