using System.CommandLine;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>
/// Where a sandbox is kept. Without <c>--state</c> each deployment starts from nothing, and what it leaves is kept for
/// <c>show</c> and <c>destroy</c> until the next one.
/// </summary>
internal sealed class StateChoice : IDisposable
{
    private readonly bool _isLast;

    private StateChoice(string folder, bool isLast) => (Folder, _isLast) = (folder, isLast);

    public string Folder { get; }

    private static string Home => Path.Combine(Workspace.Root ?? Directory.GetCurrentDirectory(), ".eksiam");

    private static string Last => Path.Combine(Home, "sandbox");

    public static Option<string?> Option(string without) => new("--state")
    {
        Description = $"The folder that the sandbox is kept in. Default: {without}",
        HelpName = "DIR",
    };

    public static StateChoice ForDeployment(string? given) =>
        given is not null ? new StateChoice(given, isLast: false) : new StateChoice(Path.Combine(Home, $"sandbox-{Guid.NewGuid():N}"), isLast: true);

    /// <summary>Null, and a problem, when nothing is kept there.</summary>
    public static string? Existing(string? given, ICollection<string> problems)
    {
        var folder = given ?? Last;
        if (Directory.Exists(folder))
        {
            return folder;
        }

        problems.Add(given is null ? "nothing was deployed yet: eksiam sandbox deploy --template FILE" : $"--state {given}: there is no such folder");
        return null;
    }

    /// <summary>What this deployment left takes the place of what the one before left.</summary>
    public void Dispose()
    {
        if (!_isLast || !Directory.Exists(Folder))
        {
            return;
        }

        try
        {
            if (Directory.Exists(Last))
            {
                Directory.Delete(Last, recursive: true);
            }

            Directory.Move(Folder, Last);
        }
        catch (IOException) when (Directory.Exists(Last))
        {
            // Another deployment ended at this very moment: its state is the last one then.
            Directory.Delete(Folder, recursive: true);
        }
    }
}
