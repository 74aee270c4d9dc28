using System.Globalization;
using System.Runtime.InteropServices;

namespace EksIamCdk.Bench.Report;

/// <summary>The day and the machine that figures come from.</summary>
internal static class Machine
{
    /// <summary><c>2026-01-31, X64 some processor, 2 cores, 8 GiB, .NET 10.0.1</c></summary>
    public static string Today => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, .NET {Environment.Version}");

    private static string Processor() => RuntimeInformation.ProcessArchitecture + " " + (File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "processor");
}
