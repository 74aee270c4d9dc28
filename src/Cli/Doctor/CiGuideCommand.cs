using System.CommandLine;
using EksIamCdk.Inspection.Diagnosis;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor ci ROLE_ARN --github ORG/REPO | --gitlab GROUP/PROJECT | --caller ARN</c></summary>
internal static class CiGuideCommand
{
    private static readonly Argument<string> s_role = new("ROLE_ARN") { Description = "The role that the pipeline comes to the cluster as" };
    private static readonly Option<string?> s_github = new("--github") { Description = "GitHub Actions of this repository", HelpName = "ORG/REPO" };
    private static readonly Option<string?> s_gitlab = new("--gitlab") { Description = "GitLab CI of this project", HelpName = "GROUP/PROJECT" };
    private static readonly Option<string?> s_caller = new("--caller") { Description = "Whoever assumes the role by credentials of its own, such as Jenkins", HelpName = "ARN" };
    private static readonly Option<string?> s_ref = new("--ref") { Description = "The branch or tag of the job: main, or refs/tags/v1; default: main", HelpName = "REF" };
    private static readonly Option<string?> s_environment = new("--environment") { Description = "The environment of a job of GitHub, which replaces its ref", HelpName = "NAME" };
    private static readonly Option<string?> s_url = new("--gitlab-url") { Description = "The GitLab; default: https://gitlab.com", HelpName = "URL" };
    private static readonly Option<string?> s_externalId = new("--external-id") { Description = "What --caller says", HelpName = "ID" };
    private static readonly Option<bool> s_mfa = new("--mfa") { Description = "Whether --caller has signed in with MFA" };

    public static Command Build()
    {
        var (question, options) = (new QuestionArguments(), new DoctorOptions());
        var command = new Command("ci", $"A pipeline does not reach the cluster: from its token or its credentials by its role to the rule that lets it. {DoctorCommand.ExitCodes}") { s_role };
        question.AddTo(command);
        foreach (var option in new Option[] { s_github, s_gitlab, s_caller, s_ref, s_environment, s_url, s_externalId, s_mfa }) command.Add(option);
        options.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var problems = new List<string>();
            var role = Arguments.Role(s_role.Name, line.GetRequiredValue(s_role), problems);
            var caller = Caller(line, problems);
            var request = question.Read(line, problems);
            return options.RunAsync(line, problems, null, (state, live) => AutomationGuide.Examine(state, role!, caller!, request, live), cancellationToken);
        });
        return command;
    }

    private static AutomationCaller? Caller(ParseResult line, List<string> problems)
    {
        var before = problems.Count;
        var given = new[] { s_github, s_gitlab, s_caller }.Where(option => line.GetValue(option) is not null).ToList();
        if (given.Count != 1)
        {
            problems.Add(given.Count == 0 ? "who comes? Give --github ORG/REPO, --gitlab GROUP/PROJECT or --caller ARN" : $"{string.Join(" and ", given.Select(option => option.Name))}: give one of them");
            return null;
        }

        (Option Option, Option With)[] pairs = [(s_environment, s_github), (s_url, s_gitlab), (s_externalId, s_caller), (s_mfa, s_caller)];
        foreach (var (option, with) in pairs.Where(pair => line.GetResult(pair.Option) is { Implicit: false } && pair.With != given[0]))
            problems.Add($"{option.Name}: it belongs to {with.Name}");
        var reference = line.GetValue(s_ref) ?? "main";
        if (line.GetValue(s_github) is { } repository)
        {
            if (repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) problems.Add($"--github: got \"{repository}\", expected ORG/REPO");
            return problems.Count > before ? null : AutomationCaller.GitHub(repository, reference.StartsWith("refs/", StringComparison.Ordinal) ? reference : $"refs/heads/{reference}", line.GetValue(s_environment));
        }

        if (line.GetValue(s_gitlab) is { } project)
        {
            var url = line.GetValue(s_url) ?? "https://gitlab.com";
            if (!project.Contains('/', StringComparison.Ordinal)) problems.Add($"--gitlab: got \"{project}\", expected GROUP/PROJECT");
            if (!url.StartsWith("https://", StringComparison.Ordinal)) problems.Add($"--gitlab-url: got \"{url}\", expected an https:// URL");
            return problems.Count > before ? null : AutomationCaller.GitLab(url, project, reference.Replace("refs/heads/", "", StringComparison.Ordinal));
        }

        var caller = line.GetValue(s_caller)!;
        return Arguments.Principal(caller, problems) is Inspection.Explaining.Principal.Iam ? new AutomationCaller.ByArn(caller, line.GetValue(s_externalId), line.GetValue(s_mfa)) : null;
    }
}
