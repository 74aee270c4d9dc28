// Many entries of one aws-auth created at once, in turn and by plain retry, on two API servers; and many stacks at once in the sandbox.
//   ENTRIES STACKS ROUNDS [--write PAGE]
using System.Globalization;
using EksIamCdk.Bench.Crowd;
using EksIamCdk.Bench.Crowd.Bed;
using EksIamCdk.Bench.Report;
using EksIamCdk.Sandbox.Clusters;

var (entries, stacks, rounds) = (Number(0), Number(1), Number(2));
var summary = new Summary(entries, stacks, rounds);
foreach (var start in (Func<Task<ICluster>>[])[async () => await RealCluster.StartAsync(), async () => await FakeCluster.StartAsync()])
{
    await using var cluster = await start();
    await Rush.RunAsync(cluster, 20, turns: true); // brings the code into memory, and does not count
    await Rush.RunAsync(cluster, 20, turns: false);
    List<Crush> inTurn = [], plain = [];
    for (var round = 1; round <= rounds; round++)
    {
        await Console.Error.WriteLineAsync($"{cluster.Description}, round {round} of {rounds}");
        inTurn.Add(await Rush.RunAsync(cluster, entries, turns: true));
        plain.Add(await Rush.RunAsync(cluster, entries, turns: false));
    }

    summary.Add(cluster.Description, Crush.MedianOf(inTurn), Crush.MedianOf(plain));
}

await Console.Error.WriteLineAsync("stacks");
summary.Add("the sandbox with a real kube-apiserver", await Stacks.RunAsync(new KubernetesSide.Envtest(TimeProvider.System), stacks));
summary.Add("the sandbox with its own API server", await Stacks.RunAsync(new KubernetesSide.Embedded(TimeProvider.System), stacks));

Console.Write(summary.Text);
if (args is [_, _, _, "--write", var page]) Page.Write(page, "contention", summary.Text);

int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
