using System.CommandLine;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox</c>: the demonstration, and the commands below it.</summary>
internal static class SandboxCommand
{
    public static Command Build()
    {
        var kube = KubeOption.Build();
        var spec = new Option<string?>("--spec") { Description = "What to deploy in place of access.yaml", HelpName = "FILE" };
        var command = new Command(
            "sandbox",
            "A cloud on this machine. Without a command: the demonstration (deploys access.yaml, then breaks and rolls back). "
            + "Exit code: 0 done; 1 failed and rolled back; 2 bad input, nothing started; 3 the rollback failed")
        {
            spec,
            kube,
            DeployCommand.Build(),
            ServeCommand.Build(),
            ShowCommand.Build(),
            DestroyCommand.Build(),
        };
        command.SetAction((line, cancellationToken) => DemoCommand.RunAsync(line.GetValue(spec), line.GetRequiredValue(kube), cancellationToken));
        return command;
    }
}
