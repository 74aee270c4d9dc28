using System.CommandLine;
using EksIamCdk.Cli.Input;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox serve</c></summary>
internal static class ServeCommand
{
    private const int DefaultPort = 4599;

    public static Command Build()
    {
        var port = new Option<int>("--port") { Description = "The port on the loopback interface; 0 is any that is free", HelpName = "N", DefaultValueFactory = _ => DefaultPort };
        var state = StateChoice.Option("nothing is kept");
        var kube = KubeOption.Build();
        var awsAuth = new Option<string?>("--aws-auth") { Description = "The aws-auth map that a new cluster starts with, as kubectl prints it; - is standard input", HelpName = "FILE" };
        var command = new Command("serve", "Serve a sandbox to the CDK CLI and the AWS CLI until Ctrl-C: CloudFormation, S3, SSM, STS, ECR, EKS. Prints the lines to export first")
        {
            port, state, kube, awsAuth,
        };
        command.SetAction((line, cancellationToken) => RunAsync(
            line.GetRequiredValue(port), line.GetValue(state), line.GetRequiredValue(kube), line.GetValue(awsAuth), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int port, string? state, string kube, string? awsAuthFile, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (port is < 0 or > 65535)
        {
            problems.Add($"--port {port}: expected 0 to 65535");
        }

        var kubernetes = KubeOption.Parse(kube, problems);
        var awsAuth = awsAuthFile is null ? null : await ConfigMapInput.ReadAsync(awsAuthFile, problems, cancellationToken);
        if (problems.Count > 0)
        {
            return Complain.About(problems);
        }

        var console = Terminal.Open();
        var options = new SandboxOptions
        {
            Kubernetes = kubernetes!,
            StateFolder = state,
            AwsAuth = awsAuth is null ? null : AwsAuthSeed.From(awsAuth),
            Serve = new ServeOptions { Port = port, OnEvent = (stack, happened) => Write(console, stack, happened) },
        };
        try
        {
            return await SessionRun.RunAsync(options, session => ServeAsync(console, session, options, cancellationToken), cancellationToken);
        }
        catch (IOException wrong) when (wrong.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Complain.About($"--port {port}: it is in use, perhaps by another sandbox; choose another one, or 0 for any that is free");
        }
    }

    private static async Task<int> ServeAsync(IAnsiConsole console, SandboxSession session, SandboxOptions options, CancellationToken cancellationToken)
    {
        console.WriteLine($"""
            A sandbox of account {options.AccountId} is served at {session.AwsEndpointUrl} until Ctrl-C. In another shell:

            export AWS_ENDPOINT_URL={session.AwsEndpointUrl}
            export AWS_ACCESS_KEY_ID={options.AccountId} AWS_SECRET_ACCESS_KEY=test
            export AWS_REGION={options.Region} AWS_DEFAULT_REGION={options.Region}
            unset AWS_SESSION_TOKEN AWS_PROFILE

            then: npx cdk bootstrap; npx cdk deploy; aws cloudformation describe-stacks …
            """);
        try
        {
            await session.ServingFailed.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("stopped");
        }

        return ExitCode.Done;
    }

    private static void Write(IAnsiConsole console, RegionalName stack, StackEvent happened)
    {
        lock (console)
        {
            console.MarkupInterpolated($"[grey]{stack.Name}[/]  ");
            console.Write(EventLine.Of(happened));
        }
    }
}
