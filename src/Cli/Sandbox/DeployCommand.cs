using System.CommandLine;
using EksIamCdk.Cli.Input;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox deploy</c></summary>
internal static class DeployCommand
{
    public static Command Build()
    {
        var template = new Option<string>("--template") { Description = "A CloudFormation template, JSON or YAML", HelpName = "FILE", Required = true };
        var parameters = new Option<string[]>("--parameter") { Description = "A parameter of the template; may be given several times", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };
        var state = StateChoice.Option("an empty sandbox, kept until the next deployment");
        var kube = KubeOption.Build();
        var awsAuth = new Option<string?>("--aws-auth") { Description = "The aws-auth map that a new cluster starts with, as kubectl prints it; - is standard input", HelpName = "FILE" };
        var failAt = new Option<string[]>("--fail-at") { Description = "A resource that fails as if AWS had refused it; may be given several times", HelpName = "LOGICAL_ID", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("deploy", "Create or update a stack. Exit code: 0 done; 1 failed and rolled back; 2 bad input, nothing started; 3 the rollback failed")
        {
            template, parameters, state, kube, awsAuth, failAt, json,
        };
        command.SetAction((line, cancellationToken) => RunAsync(
            new Wanted(
                line.GetRequiredValue(template),
                line.GetRequiredValue(parameters),
                line.GetValue(state),
                line.GetRequiredValue(kube),
                line.GetValue(awsAuth),
                line.GetRequiredValue(failAt),
                line.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (!File.Exists(wanted.Template))
        {
            problems.Add($"--template {wanted.Template}: there is no such file");
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
        var request = new DeployRequest { TemplatePath = wanted.Template, Parameters = parameters, FailAt = wanted.FailAt.ToHashSet(StringComparer.Ordinal) };
        return await SessionRun.RunAsync(
            options,
            session => OperationReport.RunAsync(
                session, wanted.Json, onEvent => session.DeployAsync(request with { OnEvent = onEvent }, cancellationToken), cancellationToken),
            cancellationToken);
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

    private sealed record Wanted(string Template, string[] Parameters, string? State, string Kube, string? AwsAuth, string[] FailAt, bool Json);
}
