using System.CommandLine;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox destroy</c></summary>
internal static class DestroyCommand
{
    public static Command Build() => KeptSandboxCommand.Build(
        "destroy",
        "Delete the stacks, the newest first. Exit code: 0 done; 2 bad input, nothing started; 3 something could not be deleted",
        (session, asJson, cancellationToken) =>
            OperationReport.RunAsync(
                session, asJson, async onEvent => [await session.DestroyAsync(null, onEvent, cancellationToken)], cancellationToken));
}
