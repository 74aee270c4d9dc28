using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>Puts many cases to a target, and makes the first that fails as small as it gets.</summary>
public sealed class FuzzRun(IFuzzTarget target)
{
    /// <summary>In bytes; less than any thread of the function has.</summary>
    private const int SmallStack = 1024 * 1024;

    private static readonly TimeSpan s_hung = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentDictionary<int, long> _running = new();
    private volatile FuzzCase? _failed;
    private volatile bool _ended;
    private int _next;

    /// <summary>What came of the cases, such as <c>lost 212, read 788</c>.</summary>
    public string Outcomes => string.Join(", ", _outcomes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"));

    /// <returns>What is to be told of the first case that fails; null when none does.</returns>
    public string? Failure(int from, int count)
    {
        _next = from - 1;
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Work(from + count), SmallStack)).ToList();
        foreach (var worker in workers) worker.Start();
        new Thread(Watch) { IsBackground = true }.Start();
        foreach (var worker in workers) worker.Join();
        _ended = true;
        if (_failed is not { } failed) return null;

        var smallest = Shrinker.Smallest(failed.Text, text => Judged(target, text, failed.Number).Failure is not null);
        var kept = failed with { Text = smallest, Authenticator = target is ReadingTarget ? ReadingTarget.Asked(smallest, failed.Number) : null };
        return $"{target.Name} case {failed.Number}: {Judged(target, smallest, failed.Number).Failure}\n"
            + $"--- again: EKSIAM_FUZZ_FROM={failed.Number} EKSIAM_FUZZ=1 dotnet test tests/Fuzz.Tests --filter FuzzTests\n"
            + $"--- keep it as tests/Fuzz.Tests/found/NAME.json:\n{kept}\n--- which is\n{smallest}";
    }

    [SuppressMessage("Design", "CA1031", Justification = "The one catch-all: an exception is what is looked for.")]
    public static Verdict Judged(IFuzzTarget target, string text, int number)
    {
        try
        {
            return target.Judge(text, number);
        }
        catch (Exception bug)
        {
            return Verdict.Wrong(bug.ToString());
        }
    }

    private void Work(int end)
    {
        while (_failed is null && Interlocked.Increment(ref _next) is var number && number < end)
        {
            _running[number] = Stopwatch.GetTimestamp();
            var text = target.Input(number);
            var verdict = Judged(target, text, number);
            _running.TryRemove(number, out _);
            _outcomes.AddOrUpdate(verdict.Outcome, 1, (_, already) => already + 1);
            if (verdict.Failure is not null) _failed = new FuzzCase(target.Name, number, text);
        }
    }

    /// <summary>The last resort against a case that never ends: it is named, and the process with it goes.</summary>
    private void Watch()
    {
        while (!_ended)
        {
            Thread.Sleep(100);
            foreach (var (number, start) in _running)
            {
                if (Stopwatch.GetElapsedTime(start) > s_hung)
                    Environment.FailFast($"{target.Name} case {number} does not end: {new FuzzCase(target.Name, number, target.Input(number))}");
            }
        }
    }
}
