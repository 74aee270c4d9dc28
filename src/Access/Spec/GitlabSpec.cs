using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>
/// Pipelines of GitLab CI on some branches of a project.
/// Source: https://docs.gitlab.com/ci/cloud_services/aws/.
/// </summary>
public sealed record GitlabSpec
{
    private static readonly WordShape s_project = new(
        "a project such as group/project, without wildcards", "[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");

    internal static readonly RecordShape<GitlabSpec> Shape = new("gitlab", fields => new()
    {
        Url = fields.Optional(
            "url", "the address of GitLab; default: https://gitlab.com", Shapes.Url) ?? new Word("https://gitlab.com", fields.At),
        Project = fields.Required("project", "the project, such as group/project", s_project, Word.Missing),
        Branches = fields.Required("branches", "the branches, such as main", new ListShape<Word>(Shapes.Text), []),
        Provider = fields.Optional(OidcProviders.Key, OidcProviders.Description, OidcProviders.Shape) ?? OidcProvider.Created,
        ProviderAt = fields.PlaceOf(OidcProviders.Key),
    });

    public required Word Url { get; init; }

    public required Word Project { get; init; }

    public required Items<Word> Branches { get; init; }

    public required OidcProvider Provider { get; init; }

    internal SpecPosition ProviderAt { get; init; }
}
