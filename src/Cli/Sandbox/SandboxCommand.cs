using System.CommandLine;
using EksIamCdk.Cli.Sandbox.Demonstration;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox</c>: the demonstration, and the commands below it.</summary>
internal static class SandboxCommand
{
    public static Command Build()
    {
        var kube = KubeOption.Build();
        var spec = new Option<string?>("--spec") { Description = "What to deploy in place of access.yaml", HelpName = "FILE" };
        var only = new Option<string[]>("--only")
        {
            Description = $"Which chapters to show after the deployment: {string.Join(", ", Demo.Chapters.Select(chapter => chapter.Name))}; all by default",
            HelpName = "CHAPTER",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var command = new Command(
            "sandbox",
            "A cloud on this machine. Without a command: the demonstration (deploys access.yaml, then shows what may go wrong, and that it is put back). "
            + "Exit code: 0 done; 1 failed and rolled back; 2 bad input, nothing started; 3 the rollback failed")
        {
            spec,
            kube,
            only,
            DeployCommand.Build(),
            ServeCommand.Build(),
            ShowCommand.Build(),
            DestroyCommand.Build(),
        };
        command.SetAction((line, cancellationToken) =>
            DemoCommand.RunAsync(line.GetValue(spec), line.GetRequiredValue(kube), line.GetRequiredValue(only), cancellationToken));
        return command;
    }
}
