using System.CommandLine;

namespace EksIamCdk.Cli;

/// <summary>Bad input: what is wrong, on standard error, all of it at once.</summary>
internal static class Complain
{
    /// <summary>A command line that is wrong; says where the right one is described.</summary>
    public static int At(Command command, IEnumerable<string> problems)
    {
        About(problems);
        Console.Error.WriteLine($"see: {Path(command)} --help");
        return ExitCode.BadInput;
    }

    public static int About(params IEnumerable<string> problems)
    {
        foreach (var problem in problems.Distinct())
        {
            Console.Error.WriteLine($"eksiam: {problem}");
        }

        return ExitCode.BadInput;
    }

    private static string Path(Command command)
    {
        var names = new Stack<string>([command.Name]);
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
        {
            names.Push(parent is RootCommand ? "eksiam" : parent.Name);
        }

        return string.Join(' ', names);
    }
}
