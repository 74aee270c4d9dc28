namespace EksIamCdk.Cli.States;

/// <summary>What is being read, in one line on standard error: only on a terminal, and only when it takes a while.</summary>
internal sealed class ReadingProgress(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private int _width;

    public void Tell(string what)
    {
        if (Console.IsErrorRedirected || clock.GetElapsedTime(_start) < s_silence) return;
        lock (_lock) Show($"eksiam: reading: {what}");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_width > 0) Show("");
        }
    }

    private void Show(string line)
    {
        Console.Error.Write($"\r{line.PadRight(_width)}{(line.Length == 0 ? "\r" : "")}");
        _width = line.Length;
    }
}
