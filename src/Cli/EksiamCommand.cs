using System.CommandLine;
using System.CommandLine.Invocation;
using EksIamCdk.Cli.AwsAuth;
using EksIamCdk.Cli.Completion;
using EksIamCdk.Cli.Doctor;
using EksIamCdk.Cli.Drift;
using EksIamCdk.Cli.History;
using EksIamCdk.Cli.Lint;
using EksIamCdk.Cli.Migrate;
using EksIamCdk.Cli.Plan;
using EksIamCdk.Cli.Report;
using EksIamCdk.Cli.Sandbox;
using EksIamCdk.Cli.Save;
using EksIamCdk.Cli.See;

namespace EksIamCdk.Cli;

/// <summary>The command line as a whole: parsing, bad input, and the one catch-all.</summary>
internal static class EksiamCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Build();
        var line = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { EnablePosixBundling = false });
        if (line.Action is ParseErrorAction)
        {
            var code = Complain.At(line.CommandResult.Command, line.Errors.Select(error => error.Message));
            return line.CommandResult.Command.Name == PlanCommand.Name ? ExitCode.Usage : code;
        }

        try
        {
            return await line.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
            });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("eksiam: stopped");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The one catch-all of this program.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"eksiam: a bug in this program; please report it with what follows.\n{bug}");
            return ExitCode.Bug;
        }
    }

    public static RootCommand Build() => new("Who can do what in an EKS cluster, and because of what; and the resources that say so, on this machine")
    {
        ExplainCommand.Build(),
        CanCommand.Build(),
        WhoCanCommand.Build(),
        SaveCommand.Build(),
        CompletionCommand.Build(),
        AwsAuthCommand.Build(),
        MigrateCommand.Build(),
        LintCommand.Build(),
        DoctorCommand.Build(),
        PlanCommand.Build(),
        DriftCommand.Build(),
        HistoryCommand.Build(),
        RestoreCommand.Build(),
        ReportCommand.Build(),
        SandboxCommand.Build(),
    };
}
