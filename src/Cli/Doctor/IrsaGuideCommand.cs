using System.CommandLine;
using EksIamCdk.Inspection.Diagnosis;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor irsa NAMESPACE/SERVICEACCOUNT</c></summary>
internal static class IrsaGuideCommand
{
    public static Command Build()
    {
        var account = new Argument<string>("NAMESPACE/SERVICEACCOUNT") { Description = "Whom the pods run as" };
        var options = new DoctorOptions();
        var command = new Command("irsa", $"Pods do not get the role of their service account: from the annotation to the trust policy. {DoctorCommand.ExitCodes}") { account };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var problems = new List<string>();
            var asked = Arguments.ServiceAccount(account.Name, line.GetRequiredValue(account), problems);
            return options.RunAsync(line, problems, asked?.Namespace, (state, live) => IrsaGuide.Examine(state, asked!, live), cancellationToken);
        });
        return command;
    }
}
