using System.CommandLine;
using EksIamCdk.Cli.States;

namespace EksIamCdk.Cli.Save;

/// <summary><c>eksiam save DIR</c></summary>
internal static class SaveCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "Where to: a new or empty folder, or one that eksiam save wrote" };
        var state = new StateOptions(whole: true);
        var command = new Command(
            "save",
            """
            Save what decides who may do what in a cluster, to be asked later with --from DIR. Secrets, and ConfigMaps other than aws-auth, are left out.

            Examples:
              eksiam save prod --cluster prod --profile admin
              eksiam who-can delete pods -n web --from prod

            Exit codes: 0 saved; 2 bad input, or the cluster cannot be read, and nothing was written
            """) { folder };
        state.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            var target = line.GetRequiredValue(folder);
            SavedState.CheckTarget(target, problems);
            if (problems.Count > 0 || await state.DocumentsAsync(line, problems, cancellationToken) is not { } documents || documents.ToState(problems) is not { } read)
                return Complain.About(problems);
            foreach (var part in read.Unread) await Console.Error.WriteLineAsync($"eksiam: not read: {part}");
            await SavedState.WriteAsync(target, documents, problems, cancellationToken);
            if (problems.Count > 0) return Complain.About(problems);
            await Console.Error.WriteLineAsync($"eksiam: {documents.All.Count} files in {target}");
            return ExitCode.Done;
        });
        return command;
    }
}
