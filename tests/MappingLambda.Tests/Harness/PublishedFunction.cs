using System.Diagnostics;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>The published program as a process, started as Lambda starts it.</summary>
internal sealed class PublishedFunction : IAsyncDisposable
{
    private readonly Process _process;

    private PublishedFunction(Process process) => _process = process;

    /// <summary><c>EKSIAM_LAMBDA_DIR</c>, else <c>.eksiam/lambda</c> below the repository's root.</summary>
    public static string Assembly
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("EKSIAM_LAMBDA_DIR") ?? Path.Combine(RepositoryRoot(), ".eksiam", "lambda");
            var assembly = Path.Combine(folder, "MappingLambda.dll");
            return File.Exists(assembly)
                ? assembly
                : throw new FileNotFoundException($"Publish it first: dotnet publish src/MappingLambda -c Release -o {folder}", assembly);
        }
    }

    public static PublishedFunction Start(IReadOnlyDictionary<string, string> variables, Action<string> log)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => log(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PublishedFunction(process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("EksIamCdk.sln is in no folder above the tests.");
    }
}
