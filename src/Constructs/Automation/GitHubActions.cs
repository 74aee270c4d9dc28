using System.Text.RegularExpressions;
using Amazon.CDK;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Automation;

/// <summary>
/// GitHub Actions of one repository. Source of the subjects:
/// https://docs.github.com/en/actions/reference/security/oidc.
/// </summary>
public sealed partial class GitHubActions
{
    /// <summary><c>organisation/repository</c>, in the case that GitHub shows it in; no wildcards.</summary>
    public required string Repository { get; init; }

    /// <summary>
    /// Git refs whose workflows may: <c>refs/heads/main</c>, or with a wildcard <c>refs/tags/v*</c>. A job with an environment comes by that, not
    /// by its ref.
    /// </summary>
    public IReadOnlyList<string>? Refs { get; init; }

    /// <summary>Environments whose jobs may.</summary>
    public IReadOnlyList<string>? Environments { get; init; }

    /// <summary>Whether the account has the OIDC provider of GitHub already. Default: false, the stack makes it.</summary>
    public bool? ProviderExists { get; init; }

    internal WebIdentityTrust Trust() => new()
    {
        Issuer = "https://token.actions.githubusercontent.com",
        Subjects =
        [
            .. (Refs ?? []).Select(name => $"repo:{Repository}:ref:{name}"),
            // GitHub writes the colons of a name so.
            .. (Environments ?? []).Select(name => $"repo:{Repository}:environment:{name.Replace(":", "%3A", StringComparison.Ordinal)}"),
        ],
    };

    internal void Validate(string path, ConstructProblems problems)
    {
        if (!Token.IsUnresolved(Repository) && !RepositoryPattern.IsMatch(Repository))
        {
            problems.Add($"{path}.Repository", Repository, "one repository: organisation/repository, without wildcards");
        }

        var (refs, environments) = (Refs ?? [], Environments ?? []);
        if (refs.Count + environments.Count == 0)
        {
            problems.Add($"{path}.Refs, {path}.Environments", null, "at least one of them: else every branch and pull request could sign in");
        }

        for (var i = 0; i < refs.Count; i++)
        {
            if (!Token.IsUnresolved(refs[i]) && !RefPattern.IsMatch(refs[i]))
            {
                problems.Add($"{path}.Refs[{i}]", refs[i], "a whole git ref, such as refs/heads/main");
            }
        }

        for (var i = 0; i < environments.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(environments[i]) || environments[i].Contains('*', StringComparison.Ordinal))
            {
                problems.Add($"{path}.Environments[{i}]", environments[i], "the name of one environment, without wildcards");
            }
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex RepositoryPattern { get; }

    // Source: https://git-scm.com/docs/git-check-ref-format.
    [GeneratedRegex(@"\Arefs/[^\s\[\\^~:]+\z")]
    private static partial Regex RefPattern { get; }
}
