using System.Globalization;
using Amazon.CDK;
using EksIamCdk.CdkApp;
using EksIamCdk.CdkApp.Tests;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Bench.Scale;

/// <summary>access.yaml synthesised in this process, and what came of it deployed in an empty sandbox, by the number of mappings.</summary>
internal sealed class Stacks(string functionFolder, string scratch)
{
    private static readonly int[] Sizes = [10, 50, 100, 200, 400];

    public async Task<IReadOnlyList<Series>> MeasureAsync(int rounds)
    {
        Synthesize(1);
        await DeployAsync(1);
        var (synths, deployments) = (new Dictionary<int, List<double>>(), new Dictionary<int, List<double>>());
        for (var round = 0; round < rounds; round++)
            foreach (var size in Sizes.Prepend(1))
            {
                synths.TryAdd(size, []);
                deployments.TryAdd(size, []);
                synths[size].Add(Timing.Once(() => Synthesize(size)));
                deployments[size].Add(await DeployAsync(size));
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} mappings: synth {synths[size][^1]:0} ms, deployment {deployments[size][^1]:0} ms"));
            }

        return
        [
            Of("access.yaml synthesised, one stack", synths),
            Of("The stack deployed in the sandbox, as published, on the embedded API server", deployments),
        ];
    }

    /// <summary>What no single stack could hold: how long synth and deployment take, and how many resources each stack has.</summary>
    public async Task<string> SpreadAsync(int mappings, int stacks)
    {
        var synth = Timing.Once(() => Synthesize(mappings, stacks));
        var deployment = await DeployAsync(mappings);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{mappings:#,##0} mappings over {stacks} stacks (`-c accessStacks={stacks}`): synth {synth / 1000:0.0} s, deployment in the sandbox {deployment / 1000:0.0} s.\n\n");
    }

    private static Series Of(string title, Dictionary<int, List<double>> times) =>
        new(title, "mappings", [.. Sizes.Select(size => new Point(size, Timing.Median(times[size])))], Timing.Median(times[1]));

    private string Folder(int mappings) => Path.Combine(scratch, mappings.ToString(CultureInfo.InvariantCulture));

    private void Synthesize(int mappings, int stacks = 1)
    {
        var folder = Directory.CreateDirectory(Folder(mappings)).FullName;
        var path = Path.Combine(folder, "access.yaml");
        File.WriteAllText(path, ManyTeams.Spec(mappings));
        var file = SpecFile.Read(path, Console.Error) ?? throw new InvalidOperationException("The spec is wrong.");
        var app = new App(new AppProps { AnalyticsReporting = false, StackTraces = false, Outdir = Path.Combine(folder, "cdk.out") });
        app.Node.SetContext("accessStacks", stacks);
        SpecStacks.Declare(app, file, new Amazon.CDK.Environment(), functionFolder);
        app.Synth();
    }

    private async Task<double> DeployAsync(int mappings)
    {
        await using var session = await SandboxSession.StartAsync(new SandboxOptions(), CancellationToken.None);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var results = await session.DeployAppAsync(new DeployAppRequest { Folder = Path.Combine(Folder(mappings), "cdk.out") }, CancellationToken.None);
        var time = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (results.FirstOrDefault(result => result.Outcome != SandboxOutcome.Done || result.Violations.Count > 0) is { } failed)
            throw new InvalidOperationException($"{failed.StackName}: {string.Join('\n', failed.Events.Where(happened => happened.Reason?.Length > 0))}");
        return time;
    }
}
