using System.CommandLine;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor argocd ROLE_ARN</c></summary>
internal static class ArgoCdGuideCommand
{
    private const string Controller = "argocd/argocd-application-controller";

    public static Command Build()
    {
        var role = new Argument<string>("ROLE_ARN") { Description = "The role that Argo CD comes to the target cluster as: roleARN of its cluster secret, else its own" };
        var own = new Option<string?>("--argocd-role") { Description = "Argo CD's own role, which assumes the other; else the one that --hub tells, else the same", HelpName = "ARN" };
        var externalId = new Option<string?>("--external-id") { Description = "What Argo CD says when it assumes the role", HelpName = "ID" };
        var hub = new Option<string?>("--hub") { Description = "The saved state of the cluster that Argo CD runs in: its side is followed too", HelpName = "DIR" };
        var controller = new Option<string>("--service-account") { Description = $"Whom Argo CD's controller runs as in the hub; default: {Controller}", HelpName = "NAMESPACE/NAME", DefaultValueFactory = _ => Controller };
        var (question, options) = (new QuestionArguments(), new DoctorOptions());
        var command = new Command("argocd", $"Argo CD does not reach a cluster: from its service account by its roles to the rule that lets it. {DoctorCommand.ExitCodes}") { role };
        question.AddTo(command);
        foreach (var option in new Option[] { own, externalId, hub, controller }) command.Add(option);
        options.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            var arn = Arguments.Role(role.Name, line.GetRequiredValue(role), problems);
            var argoCdRole = line.GetValue(own) is { } written ? Arguments.Role(own.Name, written, problems)?.Full : null;
            var account = Arguments.ServiceAccount(controller.Name, line.GetRequiredValue(controller), problems);
            var request = question.Read(line, problems);
            var hubState = line.GetValue(hub) is { } folder ? await HubAsync(folder, problems, cancellationToken) : null;
            return await options.RunAsync(
                line, problems, null,
                (state, live) => ArgoCdGuide.Examine(state, arn!, argoCdRole, line.GetValue(externalId), hubState, account!, request, live), cancellationToken);
        });
        return command;
    }

    private static async Task<ClusterState?> HubAsync(string folder, List<string> problems, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var documents = await SavedState.ReadAsync(folder, found, cancellationToken);
        foreach (var problem in found) problems.Add(problem.Replace("--from", "--hub", StringComparison.Ordinal));
        return documents?.ToState(problems);
    }
}
