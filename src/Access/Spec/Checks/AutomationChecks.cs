using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Who outside of AWS, or in it, may become an automation.</summary>
internal static class AutomationChecks
{
    private static readonly string[] s_refs = ["refs/heads/", "refs/tags/"];

    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        foreach (var item in spec.Automation)
        {
            if (item.Github is { } github) CheckGithub(github, problems);
            if (item.Gitlab is { } gitlab) CheckGitlab(gitlab, problems);
            if (item.AssumedBy is { } trust) CheckTrust(item, trust, problems);
            CheckUsername(spec, item, problems);
            if (item.GrantsNothing)
            {
                problems.Note(item.Name.At, $"automation {item.Name} is granted nothing: it can sign in, and that is all");
            }
        }

        var providers = spec.Automation.Where(item => item.Github is not null)
            .Select(item => ("https://github.com", item.Github!.Provider, item.Github.ProviderAt))
            .Concat(spec.Automation.Where(item => item.Gitlab is not null)
                .Select(item => (item.Gitlab!.Url.Text.TrimEnd('/'), item.Gitlab.Provider, item.Gitlab.ProviderAt)));
        CheckProviders(providers, problems);
    }

    private static void CheckGithub(GithubSpec github, SpecProblems problems)
    {
        if (github.Refs.Count == 0 && github.Environments.Count == 0 && github.IsWhole)
        {
            problems.Add(
                github.At,
                "github trusts every branch and pull request of the repository",
                "neither refs nor environments",
                "refs, environments or both");
        }

        SpecChecks.Distinct(github.Refs, "ref", problems);
        foreach (var item in github.Refs)
        {
            var kind = Array.Find(s_refs, prefix => item.Text.StartsWith(prefix, StringComparison.Ordinal));
            if (kind is null)
            {
                var meant = item.Text.Contains('*', StringComparison.Ordinal) || item.Text.StartsWith("refs/", StringComparison.Ordinal)
                    ? "refs/heads/BRANCH or refs/tags/TAG" : $"refs/heads/{item} or refs/tags/{item}";
                problems.Add(item, "ref is wrong", meant);
            }
            else if (item.Text[kind.Length..] is var name && !IsBranch(name))
            {
                problems.Add(item, "ref is wrong", "refs/heads/BRANCH or refs/tags/TAG");
            }
            else if (name.Trim('*', '/').Length == 0)
            {
                problems.Note(item.At, $"{item} lets in whoever can push any {(kind == s_refs[0] ? "branch" : "tag")}");
            }
        }

        SpecChecks.Distinct(github.Environments, "environment", problems);
        foreach (var item in github.Environments.Where(item => item.Text.Trim() != item.Text || item.Text.AsSpan().ContainsAny('*', '?')))
        {
            problems.Add(item, "environment is wrong", "the name of one environment, without wildcards or white space around it");
        }
    }

    private static void CheckGitlab(GitlabSpec gitlab, SpecProblems problems)
    {
        SpecChecks.Distinct(gitlab.Branches, "branch", problems);
        foreach (var branch in gitlab.Branches)
        {
            if (branch.Text.StartsWith("refs/", StringComparison.Ordinal) || !IsBranch(branch.Text))
            {
                problems.Add(branch, "branch is wrong", "the name of a branch, such as main");
            }
            else if (branch.Text.Trim('*', '/').Length == 0)
            {
                problems.Note(branch.At, $"{branch} lets in whoever can push any branch");
            }
        }

        if (!Uri.TryCreate(gitlab.Url.Text, UriKind.Absolute, out var url) || gitlab.Url.Text.AsSpan().ContainsAny('?', '#')
            || url.Host.Length == 0)
        {
            problems.Add(gitlab.Url, "url is wrong", "the address of GitLab, such as https://gitlab.com");
        }
    }

    private static void CheckTrust(AutomationSpec item, TrustSpec trust, SpecProblems problems)
    {
        TrustChecks.Check(trust, problems);
        if (trust.ExternalId is null)
        {
            problems.Note(trust.At, $"{item.Name} can be assumed without an external id: one keeps out others whom the same tool serves");
        }
    }

    // Its role has a generated name, so that its username is of its own name.
    private static void CheckUsername(AccessSpec spec, AutomationSpec item, SpecProblems problems)
    {
        var made = Usernames.Default(item.Name.Text);
        if (item.Username is null && !item.Name.IsMissing
            && UsernameChecks.WhatIsWrong(made, spec.Cluster.BackendsOf(item.Via)) is not null)
        {
            problems.Add(item.Name, $"the username made of this name, {made}, is reserved", "another name, or a username of its own");
        }
    }

    // An account has one OIDC provider for an issuer: the stack makes it, or it is there.
    private static void CheckProviders(IEnumerable<(string Issuer, OidcProvider Provider, SpecPosition At)> all, SpecProblems problems)
    {
        var first = new Dictionary<string, (OidcProvider Provider, SpecPosition At)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (issuer, provider, at) in all)
        {
            if (first.TryAdd(issuer, (provider, at)) || first[issuer].Provider == provider) continue;
            problems.Add(
                at,
                $"an account has one OIDC provider for {issuer}",
                Text(provider),
                $"{Text(first[issuer].Provider)}, as in line {first[issuer].At.Line}");
        }
    }

    private static string Text(OidcProvider provider) => provider == OidcProvider.Existing ? "existing" : "create";

    // What git refuses in names, as far as it could be meant: https://git-scm.com/docs/git-check-ref-format.
    private static bool IsBranch(string name) =>
        name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || "~^:\\[".Contains(c, StringComparison.Ordinal))
        && !name.StartsWith('/') && !name.EndsWith('/') && !name.Contains("..", StringComparison.Ordinal);
}
