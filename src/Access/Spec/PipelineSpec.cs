using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Deployment in stages, from a repository.</summary>
public sealed record PipelineSpec
{
    private static readonly WordShape s_connection = new(
        "the ARN of a connection, such as arn:aws:codeconnections:eu-west-1:111122223333:connection/ID",
        "arn:aws[a-z-]*:(codestar-connections|codeconnections):[a-z0-9-]+:[0-9]{12}:connection/[A-Za-z0-9-]+");

    internal static readonly RecordShape<PipelineSpec> Shape = new("pipeline", fields => new()
    {
        Repository = fields.Required("repository", "the repository of this file, such as org/repo", Shapes.Repository, Word.Missing),
        Branch = fields.Optional("branch", "its branch; default: main", Shapes.Text) ?? new Word("main", fields.At),
        ConnectionArn = fields.Required("connectionArn", "the connection to the repository's host", s_connection, Word.Missing),
        Stages = fields.Required("stages", "the stages, one after the other", new ListShape<StageSpec>(StageSpec.Shape), []),
    });

    public required Word Repository { get; init; }

    public required Word Branch { get; init; }

    public required Word ConnectionArn { get; init; }

    public required Items<StageSpec> Stages { get; init; }
}
