using System.Diagnostics;

namespace EksIamCdk.Cli.Tests;

/// <summary>Starts the built program as ./eksiam does, in the repository's root.</summary>
internal static class Eksiam
{
    public static string Root { get; } = FindRoot();

    public static Task<Ended> RunAsync(params string[] args) => RunWithInputAsync("", args);

    public static Task<Ended> RunWithInputAsync(string input, params string[] args) =>
        StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "eksiam.dll"), .. args], input, Root, new Dictionary<string, string?>());

    /// <summary>Runs any program to its end; a null in <paramref name="environment"/> takes a variable out.</summary>
    public static async Task<Ended> StartAsync(
        string program, IEnumerable<string> args, string input, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["EKSIAM_HOME"] = Root;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Ended(process.ExitCode, await output, await error);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("these tests run below the repository's root");
        }

        return folder.FullName;
    }
}

internal sealed record Ended(int ExitCode, string Output, string Error);
