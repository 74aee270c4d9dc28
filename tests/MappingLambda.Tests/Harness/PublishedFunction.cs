using System.Diagnostics;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>The published program as a process, started as Lambda starts it.</summary>
internal sealed class PublishedFunction : IAsyncDisposable
{
    private readonly Process _process;

    private PublishedFunction(Process process) => _process = process;

    /// <summary>What starts the program in <c>EKSIAM_LAMBDA_DIR</c>, else in <c>.eksiam/lambda</c> below the repository's root.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("EKSIAM_LAMBDA_DIR") ?? Path.Combine(RepositoryRoot(), ".eksiam", "lambda");
            var (assembly, native) = (Path.Combine(folder, "MappingLambda.dll"), Path.Combine(folder, "bootstrap"));
            return File.Exists(assembly) ? ["dotnet", assembly]
                : File.Exists(native) ? [native]
                : throw new FileNotFoundException($"Publish it first: dotnet publish src/MappingLambda -c Release -o {folder}", assembly);
        }
    }

    /// <param name="variables">Its environment, beside what is no AWS variable of these tests.</param>
    /// <param name="log">The file to which it writes by itself: what it wrote before it reports is there when it reports.</param>
    public static PublishedFunction Start(IReadOnlyDictionary<string, string> variables, string log)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. Command]);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new PublishedFunction(Process.Start(start)!);
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
