using System.Diagnostics;
using System.Globalization;

namespace EksIamCdk.Bench.Function;

/// <summary>A program under measurement, as a process of its own.</summary>
internal abstract class Contender : IDisposable
{
    private readonly Stopwatch _life = Stopwatch.StartNew();

    protected Contender(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        Program = Process.Start(start)!;
        Program.ErrorDataReceived += (_, _) => { };
        Program.BeginErrorReadLine();
    }

    protected Process Program { get; }

    /// <summary>One change, from asking for it to its answer.</summary>
    protected abstract Task ChangeAsync(int number);

    /// <summary>Takes the change back, so that the next one finds the same map; not measured.</summary>
    protected abstract Task TakeBackAsync(int number);

    /// <summary>The first change, then warm ones.</summary>
    public async Task<Run> MeasureAsync(int warmChanges)
    {
        await ChangeAsync(0);
        var cold = _life.Elapsed;
        var cpu = Program.TotalProcessorTime;
        var warm = new List<double>();
        for (var number = 1; number <= warmChanges; number++)
        {
            await TakeBackAsync(number - 1);
            var began = Stopwatch.GetTimestamp();
            await ChangeAsync(number);
            warm.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new Run(cold.TotalMilliseconds, cpu.TotalMilliseconds, Median.Of(warm.Skip(warm.Count / 2)), PeakMegabytes());
    }

    public void Dispose()
    {
        Program.Kill();
        Program.WaitForExit();
        Program.Dispose();
    }

    // Linux only, as the function is: https://docs.kernel.org/filesystems/proc.html
    private double PeakMegabytes()
    {
        var line = File.ReadLines($"/proc/{Program.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}

/// <summary>What one process took.</summary>
/// <param name="Cold">Milliseconds from its start to the answer to its first change.</param>
/// <param name="ColdCpu">Milliseconds of processor time until then.</param>
/// <param name="Warm">Milliseconds of a change in the second half of its life, the median.</param>
/// <param name="Peak">Megabytes of memory at most.</param>
internal sealed record Run(double Cold, double ColdCpu, double Warm, double Peak);

internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
