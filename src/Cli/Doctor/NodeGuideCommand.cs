using System.CommandLine;
using EksIamCdk.Inspection.Diagnosis;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor node [NAME|ROLE_ARN]</c></summary>
internal static class NodeGuideCommand
{
    public static Command Build()
    {
        var which = new Argument<string?>("NAME|ROLE_ARN") { Description = "A node, or the role of some; else all", Arity = ArgumentArity.ZeroOrOne };
        var options = new DoctorOptions();
        var command = new Command("node", $"Nodes do not join, or are NotReady: from the node groups by their roles to the kubelets. {DoctorCommand.ExitCodes}") { which };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var problems = new List<string>();
            var asked = line.GetValue(which);
            var isRole = asked?.StartsWith("arn:", StringComparison.Ordinal) == true;
            var role = isRole ? Arguments.Role(which.Name, asked!, problems) : null;
            return options.RunAsync(line, problems, null, (state, live) => NodeGuide.Examine(state, isRole ? null : asked, role, live), cancellationToken);
        });
        return command;
    }
}
