using System.CommandLine;
using EksIamCdk.Cli.Input;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox deploy</c></summary>
internal static class DeployCommand
{
    public static Command Build()
    {
        var template = new Option<string?>("--template") { Description = "A CloudFormation template, JSON or YAML", HelpName = "FILE" };
        var app = new Option<string?>("--app") { Description = "What cdk synth has written (cdk.out): all its stacks, in the order of their dependencies", HelpName = "DIR" };
        var parameters = new Option<string[]>("--parameter") { Description = "A parameter of the template; may be given several times", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };
        var state = StateChoice.Option("an empty sandbox, kept until the next deployment");
        var kube = KubeOption.Build();
        var awsAuth = new Option<string?>("--aws-auth") { Description = "The aws-auth map that a new cluster starts with, as kubectl prints it; - is standard input", HelpName = "FILE" };
        var failAt = new Option<string[]>("--fail-at") { Description = "A resource that fails as if AWS had refused it; may be given several times", HelpName = "LOGICAL_ID", DefaultValueFactory = _ => [] };
        var killAt = new Option<string[]>("--kill-at") { Description = "A custom resource whose function is killed when its work is done and CloudFormation has not been told; may be given several times", HelpName = "LOGICAL_ID", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("deploy", "Create or update a stack, or the stacks of a CDK app. Exit code: 0 done; 1 failed and rolled back; 2 bad input, nothing started; 3 the rollback failed")
        {
            template, app, parameters, state, kube, awsAuth, failAt, killAt, json,
        };
        command.SetAction((line, cancellationToken) => RunAsync(
            new Wanted(
                line.GetValue(template),
                line.GetValue(app),
                line.GetRequiredValue(parameters),
                line.GetValue(state),
                line.GetRequiredValue(kube),
                line.GetValue(awsAuth),
                line.GetRequiredValue(failAt),
                line.GetRequiredValue(killAt),
                line.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (wanted.Template is null == wanted.App is null)
        {
            problems.Add("either --template FILE or --app DIR is needed");
        }
        else if (wanted.Template is not null && !File.Exists(wanted.Template))
        {
            problems.Add($"--template {wanted.Template}: there is no such file");
        }
        else if (wanted.App is not null && !File.Exists(Path.Combine(wanted.App, "manifest.json")))
        {
            problems.Add($"--app {wanted.App}: there is no manifest.json in it, as cdk synth writes it");
        }

        var kubernetes = KubeOption.Parse(wanted.Kube, problems);
        var parameters = Parameters(wanted.Parameters, problems);
        var awsAuth = wanted.AwsAuth is null ? null : await ConfigMapInput.ReadAsync(wanted.AwsAuth, problems, cancellationToken);
        if (problems.Count > 0)
        {
            return Complain.About(problems);
        }

        using var state = StateChoice.ForDeployment(wanted.State);
        var options = new SandboxOptions
        {
            Kubernetes = kubernetes!,
            StateFolder = kubernetes!.KeepsState || wanted.State is not null ? state.Folder : null,
            AwsAuth = awsAuth is null ? null : AwsAuthSeed.From(awsAuth),
        };
        return await SessionRun.RunAsync(
            options,
            session => OperationReport.RunAsync(
                session, wanted.Json, onEvent => DeployAsync(session, wanted, parameters, onEvent, cancellationToken), cancellationToken),
            cancellationToken);
    }

    private static async Task<IReadOnlyList<SandboxResult>> DeployAsync(
        SandboxSession session, Wanted wanted, Dictionary<string, string> parameters, Action<StackEvent> onEvent, CancellationToken cancellationToken)
    {
        var failAt = wanted.FailAt.ToHashSet(StringComparer.Ordinal);
        var faults = wanted.KillAt.Distinct().ToDictionary(id => id, _ => FunctionFault.KilledInTheMiddle, StringComparer.Ordinal);
        if (wanted.App is { } app)
        {
            var request = new DeployAppRequest { Folder = app, Parameters = parameters, FailAt = failAt, Faults = faults, OnEvent = onEvent };
            return await session.DeployAppAsync(request, cancellationToken);
        }

        var one = new DeployRequest { TemplatePath = wanted.Template, Parameters = parameters, FailAt = failAt, Faults = faults, OnEvent = onEvent };
        return [await session.DeployAsync(one, cancellationToken)];
    }

    private static Dictionary<string, string> Parameters(IEnumerable<string> given, List<string> problems)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in given)
        {
            if (parameter.Split('=', 2) is [{ Length: > 0 } name, var value])
            {
                parameters[name] = value;
            }
            else
            {
                problems.Add($"--parameter {parameter}: expected NAME=VALUE");
            }
        }

        return parameters;
    }

    private sealed record Wanted(
        string? Template, string? App, string[] Parameters, string? State, string Kube, string? AwsAuth, string[] FailAt, string[] KillAt, bool Json);
}
