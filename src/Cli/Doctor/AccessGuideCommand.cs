using System.CommandLine;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor access PRINCIPAL [VERB RESOURCE]</c></summary>
internal static class AccessGuideCommand
{
    private const string Me = "me";

    public static Command Build()
    {
        var who = new Argument<string>("PRINCIPAL")
        {
            Description = $"An IAM ARN (of a role, a user, a session), system:serviceaccount:NAMESPACE:NAME, or a name that one principal alone has; with --cluster, {Me}: whoever asks",
        };
        var (question, options) = (new QuestionArguments(), new DoctorOptions());
        var command = new Command(
            "access",
            $"""
            Unauthorized or Forbidden: from an IAM principal to the rule that lets it.

            Examples:
              eksiam doctor access {Me} --cluster prod
              eksiam doctor access Developer get pods -n web --from prod

            {DoctorCommand.ExitCodes}
            """) { who };
        question.AddTo(command);
        options.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var problems = new List<string>();
            var request = question.Read(line, problems);
            return options.RunAsync(
                line, problems, null,
                (state, live) => Find(line.GetRequiredValue(who), state, live, problems) is { } principal ? AccessGuide.Examine(state, principal, request, live) : null,
                cancellationToken);
        });
        return command;
    }

    private static Principal? Find(string text, ClusterState state, LiveFindings live, List<string> problems)
    {
        if (text != Me) return new PrincipalSearch(new KnownPrincipals(state)).Find(text, null, problems);
        if (live.Caller is { } caller) return Arguments.Principal(caller, problems);
        problems.Add($"PRINCIPAL: {Me} is whoever asks AWS, so it needs --cluster NAME, and sts:GetCallerIdentity to answer; else give the ARN");
        return null;
    }
}
