using System.Text.RegularExpressions;
using Amazon.CDK;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Automation;

/// <summary>
/// GitLab CI of one project. Its jobs ask for a token whose audience is the instance's URL. Source of the subjects:
/// https://docs.gitlab.com/ci/cloud_services/.
/// </summary>
public sealed partial class GitLabPipelines
{
    /// <summary>The instance. Default: <c>https://gitlab.com</c>.</summary>
    public string? Url { get; init; }

    /// <summary><c>group/project</c>, with all groups above it; no wildcards.</summary>
    public required string Project { get; init; }

    /// <summary>Branches whose pipelines may, such as <c>main</c>, or with a wildcard <c>release/*</c>; at least one.</summary>
    public required IReadOnlyList<string> Branches { get; init; }

    /// <summary>Whether the account has the OIDC provider of this instance already. Default: false, the stack makes it.</summary>
    public bool? ProviderExists { get; init; }

    // Tokens say it without a slash at the end.
    private string Issuer => (Url ?? "https://gitlab.com").TrimEnd('/');

    internal WebIdentityTrust Trust() => new()
    {
        Issuer = Issuer,
        Audience = Issuer,
        Subjects = [.. Branches.Select(branch => $"project_path:{Project}:ref_type:branch:ref:{branch}")],
    };

    internal void Validate(string path, ConstructProblems problems)
    {
        WebIdentityTrust.ValidateIssuer($"{path}.Url", Issuer, problems);
        if (!Token.IsUnresolved(Project) && !ProjectPattern.IsMatch(Project))
        {
            problems.Add($"{path}.Project", Project, "one project: group/project, without wildcards");
        }

        if (Branches.Count == 0) problems.Add($"{path}.Branches", null, "at least one branch: else every branch could sign in");
        for (var i = 0; i < Branches.Count; i++)
        {
            if (!Token.IsUnresolved(Branches[i]) && !BranchPattern.IsMatch(Branches[i]))
            {
                problems.Add($"{path}.Branches[{i}]", Branches[i], "the name of a branch, such as main");
            }
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+\z")]
    private static partial Regex ProjectPattern { get; }

    // Source: https://git-scm.com/docs/git-check-ref-format.
    [GeneratedRegex(@"\A(?!refs/)[^\s\[\\^~:]+\z")]
    private static partial Regex BranchPattern { get; }
}
