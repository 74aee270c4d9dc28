namespace EksIamCdk.Cli;

/// <summary>The clone of the repository that this program was built from.</summary>
internal static class Workspace
{
    /// <summary>Set by ./eksiam; else the folder above this program that holds the solution; null where there is none.</summary>
    public static string? Root { get; } = Environment.GetEnvironmentVariable("EKSIAM_HOME") is { Length: > 0 } home ? home : Above(AppContext.BaseDirectory);

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
