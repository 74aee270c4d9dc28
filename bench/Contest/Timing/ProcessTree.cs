using System.Globalization;

namespace EksIamCdk.Bench.Contest.Timing;

/// <summary>A process and what it started, read from /proc (https://docs.kernel.org/filesystems/proc.html).</summary>
internal sealed class ProcessTree(int root)
{
    private const double MillisecondsOfTick = 10; // USER_HZ is 100
    private const double PagesOfMegabyte = 256;

    /// <summary>Processor time of the process, and of its children that have ended.</summary>
    public double ProcessorMilliseconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{root}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) * MillisecondsOfTick;
        }
    }

    /// <summary>The most memory that all had at one moment: looked at every 5 ms, and of the process itself as the kernel kept it.</summary>
    public async Task<double> PeakMegabytesAsync(Task work)
    {
        var peak = 0d;
        while (!work.IsCompleted)
        {
            peak = Math.Max(peak, Resident(root));
            await Task.WhenAny(work, Task.Delay(5));
        }

        await work;
        return Math.Max(peak, OwnPeak());
    }

    private double OwnPeak()
    {
        var line = File.ReadLines($"/proc/{root}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static double Resident(int process)
    {
        try
        {
            var own = double.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) / PagesOfMegabyte;
            return own + Directory.GetDirectories($"/proc/{process}/task").SelectMany(Children).Sum(Resident);
        }
        catch (Exception ended) when (ended is IOException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Children(string task) =>
        File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));
}
