using System.CommandLine;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Planning;

namespace EksIamCdk.Cli.Plan;

/// <summary><c>eksiam plan</c></summary>
internal static class PlanCommand
{
    public const string Name = "plan";

    public static Command Build()
    {
        var state = new StateOptions(takesSpec: false);
        var source = new PlanSource();
        var output = new OutputOption();
        var command = new Command(
            Name,
            """
            Tell what a deployment would change in a cluster: entries, objects, and for each principal what it may do more and less.

            Examples:
              eksiam plan --spec access.yaml --cluster prod
              eksiam plan --template cdk.out/Access.template.json --stack Access --from saved
              eksiam plan --template access.yaml --parameter Team=blue --kubeconfig ~/.kube/config -o json

            Exit codes: 0 nobody loses access; 1 the deployment would fail, and nothing change; 2 somebody loses access; 64 bad input, or the cluster cannot be read
            """);
        source.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            if (!source.IsComplete(line, problems) || await state.ReadAsync(line, problems, cancellationToken) is not { } cluster
                || await source.ReadAsync(line, cluster, problems, cancellationToken) is not { } stacks)
            {
                Complain.About(problems);
                return ExitCode.Usage;
            }

            var plan = DeploymentPlan.Of(cluster, stacks.Stacks);
            plan = plan with { Unknown = [.. stacks.Unknown, .. plan.Unknown] };
            output.Write(line, () => PlanJson.Of(cluster, plan), console => PlanText.Write(console, cluster, plan));
            return plan.Refused.Count > 0 ? ExitCode.Negative : plan.LosesAccess ? ExitCode.AccessLost : ExitCode.Done;
        });
        return command;
    }
}
