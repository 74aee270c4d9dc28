using System.Diagnostics;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>
/// A server program with a folder of its own. Both end with this object, and with this process however it ends: a shell holds the
/// other end of a pipe to us, and kills the program and removes the folder when the pipe closes.
/// </summary>
internal sealed class EnvtestProcess : IAsyncDisposable
{
    private const int LogLines = 30;

    private const string Supervisor =
        """
        folder=$1; shift
        exec 3<&0
        "$@" </dev/null 3<&- &
        program=$!
        { read -r _ <&3; kill -9 $program; } 2>/dev/null &
        watcher=$!
        exec 3<&-
        wait $program
        code=$?
        kill $watcher 2>/dev/null
        rm -rf "$folder"
        exit $code
        """;

    private readonly Process _supervisor;
    private readonly Queue<string> _log = [];

    private EnvtestProcess(Process supervisor) => _supervisor = supervisor;

    public bool HasExited => _supervisor.HasExited;

    /// <summary>The last lines that the program wrote.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <param name="folder">Removed when the program has ended.</param>
    /// <param name="program">Path of the executable.</param>
    /// <param name="arguments">As the program gets them.</param>
    public static EnvtestProcess Start(string folder, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["-c", Supervisor, "sh", folder, program, .. arguments])
            start.ArgumentList.Add(argument);

        var started = new EnvtestProcess(new Process { StartInfo = start });
        started._supervisor.OutputDataReceived += started.Keep;
        started._supervisor.ErrorDataReceived += started.Keep;
        started._supervisor.Start();
        started._supervisor.BeginOutputReadLine();
        started._supervisor.BeginErrorReadLine();
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _supervisor.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_log)
        {
            if (_log.Count == LogLines)
                _log.Dequeue();
            _log.Enqueue(line.Data);
        }
    }
}
