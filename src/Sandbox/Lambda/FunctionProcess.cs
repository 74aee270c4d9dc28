using System.Diagnostics;
using System.Globalization;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>One process of a function. It ends with this object, and with the sandbox however that ends: a shell between the two
/// holds a pipe to us, and kills the program when the pipe closes.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private const string Supervisor =
        """
        exec 3<&0
        "$@" </dev/null 3<&- &
        program=$!
        { read -r _ <&3; kill -9 $program; } 2>/dev/null >/dev/null &
        watcher=$!
        exec 3<&-
        echo "$program"
        wait $program
        code=$?
        kill $watcher 2>/dev/null
        exit $code
        """;

    private readonly Process _supervisor;
    private readonly TaskCompletionSource<int> _programId = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FunctionProcess(Process supervisor) => _supervisor = supervisor;

    /// <summary>Ends with the exit code when the process has ended.</summary>
    public Task<int> Exit { get; private set; } = Task.FromResult(0);

    public static FunctionProcess Start(
        string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<string> log)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-c", Supervisor, "sh", .. command])
            start.ArgumentList.Add(argument);
        // Nothing of ours reaches the function but what it needs to run at all.
        foreach (var name in start.Environment.Keys.Where(name => !IsInherited(name)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var started = new FunctionProcess(new Process { StartInfo = start });
        started._supervisor.OutputDataReceived += (_, line) => started.Line(line.Data, log);
        started._supervisor.ErrorDataReceived += (_, line) => started.Line(line.Data, log);
        started._supervisor.Start();
        started._supervisor.BeginOutputReadLine();
        started._supervisor.BeginErrorReadLine();
        started.Exit = started.WaitAsync();
        return started;
    }

    /// <summary>Resident memory in bytes; null when it cannot be told.</summary>
    public long? Memory
    {
        get
        {
            try
            {
                if (!_programId.Task.IsCompletedSuccessfully)
                    return null;
                using var program = Process.GetProcessById(_programId.Task.Result);
                return program.WorkingSet64;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>Kills the process.</summary>
    public void Kill() => _supervisor.StandardInput.Close();

    /// <summary>Lets the process stand still.</summary>
    public void Freeze()
    {
        using var stop = Process.Start("/bin/sh", ["-c", $"kill -STOP {_programId.Task.Result.ToString(CultureInfo.InvariantCulture)}"]);
        stop.WaitForExit();
    }

    /// <summary>An exit code of a shell, in the words of Lambda.</summary>
    public static string ExitText(int code) => code switch
    {
        128 + 6 => "signal: aborted",
        128 + 9 => "signal: killed",
        128 + 11 => "signal: segmentation fault",
        128 + 15 => "signal: terminated",
        _ => $"exit status {code.ToString(CultureInfo.InvariantCulture)}",
    };

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exit.ConfigureAwait(false);
        _supervisor.Dispose();
    }

    private static bool IsInherited(string variable) =>
        variable is "PATH" or "HOME" or "TMPDIR" or "LANG" || variable.StartsWith("DOTNET_ROOT", StringComparison.Ordinal);

    private async Task<int> WaitAsync()
    {
        await _supervisor.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return _supervisor.ExitCode;
    }

    private void Line(string? line, Action<string> log)
    {
        if (line is null || (int.TryParse(line, out var id) && _programId.TrySetResult(id)))
            return;
        log(line);
    }
}
