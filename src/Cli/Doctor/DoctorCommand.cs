using System.CommandLine;
using EksIamCdk.Cli.Output;
using Spectre.Console;

namespace EksIamCdk.Cli.Doctor;

/// <summary><c>eksiam doctor</c></summary>
internal static class DoctorCommand
{
    internal const string ExitCodes = "Exit code: 0 every link holds; 1 one is broken; 2 bad input, or none is broken as far as could be read";

    public static Command Build()
    {
        Command[] guides = [AccessGuideCommand.Build(), IrsaGuideCommand.Build(), PodIdentityGuideCommand.Build(), NodeGuideCommand.Build(), CiGuideCommand.Build(), ArgoCdGuideCommand.Build()];
        var command = new Command(
            "doctor",
            "Why does it not work? Follows one chain link by link, stops at the first that is broken, and says the command that mends it. "
            + $"Without a guide: lists the guides by symptom. {ExitCodes}");
        foreach (var guide in guides) command.Add(guide);
        command.SetAction(_ =>
        {
            var table = PlainTable.Of("what is seen", "ask");
            foreach (var (symptom, ask) in Symptoms) table.AddRow(symptom.EscapeMarkup(), $"eksiam doctor {ask}".EscapeMarkup());
            Terminal.Open().Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>What people see, and the guide for it.</summary>
    internal static IReadOnlyList<(string Symptom, string Ask)> Symptoms { get; } =
    [
        ("You must be logged in to the server (Unauthorized)", "access PRINCIPAL"),
        ("Error from server (Forbidden): User ... cannot ...", "access PRINCIPAL VERB RESOURCE -n NAMESPACE"),
        ("AccessDenied: sts:AssumeRoleWithWebIdentity; InvalidIdentityToken; a pod comes to AWS as its node", "irsa NAMESPACE/SERVICEACCOUNT"),
        ("a pod does not get the role of its Pod Identity association", "pod-identity NAMESPACE/SERVICEACCOUNT"),
        ("nodes do not join, or are NotReady", "node [NAME|ROLE_ARN]"),
        ("GitHub Actions, GitLab CI or Jenkins: Not authorized to perform sts:AssumeRole..., Unauthorized, Forbidden", "ci ROLE_ARN --github ORG/REPO"),
        ("Argo CD does not reach a cluster", "argocd ROLE_ARN --argocd-role ARN"),
    ];
}
