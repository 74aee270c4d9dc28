using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>
/// Workflows of GitHub Actions: those that run for one of the refs, or in one of the environments.
/// Source: https://docs.github.com/en/actions/concepts/security/openid-connect.
/// </summary>
public sealed record GithubSpec
{
    internal static readonly RecordShape<GithubSpec> Shape = new("github", fields =>
    {
        var repository = fields.Required("repository", "the repository, such as org/repo", Shapes.Repository, Word.Missing);
        var before = fields.ProblemCount;
        return new()
        {
            At = fields.At,
            Repository = repository,
            Refs = fields.Optional(
                "refs", "the branches and tags, such as refs/heads/main", new ListShape<Word>(Shapes.Text, mayBeEmpty: true)) ?? [],
            Environments = fields.Optional(
                "environments",
                "the environments of the repository, such as production", new ListShape<Word>(Shapes.Text, mayBeEmpty: true)) ?? [],
            Provider = fields.Optional(OidcProviders.Key, OidcProviders.Description, OidcProviders.Shape) ?? OidcProvider.Created,
            ProviderAt = fields.PlaceOf(OidcProviders.Key),
            IsWhole = fields.ProblemCount == before && !fields.Misspelt("refs", "environments"),
        };
    });

    public required SpecPosition At { get; init; }

    public required Word Repository { get; init; }

    public required Items<Word> Refs { get; init; }

    public required Items<Word> Environments { get; init; }

    public required OidcProvider Provider { get; init; }

    internal SpecPosition ProviderAt { get; init; }

    /// <summary>Whether refs and environments were read without a problem.</summary>
    internal bool IsWhole { get; init; }
}
