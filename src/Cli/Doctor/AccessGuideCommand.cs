using System.CommandLine;
using EksIamCdk.Access.Diagnosis;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor access PRINCIPAL [VERB RESOURCE]</c></summary>
internal static class AccessGuideCommand
{
    public static Command Build()
    {
        var who = new Argument<string>("PRINCIPAL") { Description = "The ARN of a role, user or session, or system:serviceaccount:NAMESPACE:NAME" };
        var (question, options) = (new QuestionArguments(), new DoctorOptions());
        var command = new Command("access", $"Unauthorized or Forbidden: from an IAM principal to the rule that lets it. {DoctorCommand.ExitCodes}") { who };
        question.AddTo(command);
        options.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var problems = new List<string>();
            var principal = Arguments.Principal(line.GetRequiredValue(who), problems);
            var request = question.Read(line, problems);
            return options.RunAsync(line, problems, null, (state, live) => AccessGuide.Examine(state, principal!, request, live), cancellationToken);
        });
        return command;
    }
}
