using System.Collections.Concurrent;
using System.Diagnostics;

namespace EksIamCdk.EndToEnd.Tests.Cloud;

/// <summary>The published function, started as Lambda starts it: as many processes as there are events at once.</summary>
internal sealed class FunctionProcesses : IDisposable
{
    private readonly List<Process> _processes = [];
    private readonly ConcurrentQueue<string> _log = [];

    /// <summary>Everything that the processes have written.</summary>
    public IReadOnlyCollection<string> Log => _log;

    public bool AllRunning => _processes.TrueForAll(process => !process.HasExited);

    public void Start(int count, IReadOnlyDictionary<string, string> environment)
    {
        var command = Command(Folder());
        while (_processes.Count < count)
            _processes.Add(StartOne(command, environment));
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _processes.Clear();
    }

    private Process StartOne(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static string Folder()
    {
        var named = Environment.GetEnvironmentVariable("EKSIAM_LAMBDA_DIR");
        var folder = string.IsNullOrEmpty(named) ? Path.Combine(Root(), ".eksiam", "lambda") : named;
        Assert.True(Command(folder).Count > 0,
            $"Neither MappingLambda.dll nor bootstrap is in {folder}. Run: dotnet publish src/MappingLambda --configuration Release --output .eksiam/lambda");
        return folder;
    }

    private static IReadOnlyList<string> Command(string folder)
    {
        var (assembly, native) = (Path.Combine(folder, "MappingLambda.dll"), Path.Combine(folder, "bootstrap"));
        return File.Exists(assembly) ? ["dotnet", assembly] : File.Exists(native) ? [native] : [];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"EksIamCdk.sln is not above {AppContext.BaseDirectory}.");
    }
}
