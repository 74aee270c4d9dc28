// The function beside the floor (bench/run), and both beside the CDK's own kubectl handler (bench/race).
//   FUNCTION_FOLDER NATIVE_FOLDER FLOOR_DLL ROUNDS [--peer FOLDER] [--write PAGE]
using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Bench.Contest;
using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.Bench.Contest.Behaviour;
using EksIamCdk.Bench.Contest.Entrants;
using EksIamCdk.Bench.Contest.Report;
using EksIamCdk.Bench.Contest.Timing;
using EksIamCdk.Bench.Report;

var (folder, nativeFolder, floorAssembly, rounds) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
var parts = Option("--peer") is { } peerFolder ? new PeerParts(peerFolder) : null;

await using ICluster cluster = parts is null ? await FakeCluster.StartAsync() : await RealCluster.StartAsync();
await using var aws = await AwsSide.StartAsync(cluster);
var byName = new JsonObject { ["Name"] = Things.ClusterName };
var function = new FunctionEntrant("function", ["dotnet", Path.Combine(folder, "MappingLambda.dll")], byName);
var native = new FunctionEntrant("native function", [Path.Combine(nativeFolder, "bootstrap")], byName);
List<Lane> lanes = [new(new FloorEntrant(floorAssembly, byName), 50), new(function, 50), new(native, 50)];
if (parts is not null) lanes.Add(new(new PeerEntrant(parts), 2));

var race = new Race(cluster, aws, lanes);
var packages = new Packages([(function.Name, folder), (native.Name, nativeFolder)], parts);
var report = new Summary(cluster, packages, rounds, lanes, hasPeer: parts is not null);
foreach (var change in rounds > 0 ? Enum.GetValues<Change>() : [])
    report.Add(change, await race.RunAsync(change, rounds));
if (cluster is RealCluster real && parts is not null)
{
    var sides = new Sides(real, aws, function, new PeerEntrant(parts));
    report.Add([.. await new AwsAuthBehaviour(sides).RunAsync(), .. await new ObjectBehaviour(sides).RunAsync()]);
}

Console.Write(report.Text);
if (Option("--write") is { } page) Page.Write(page, "race", report.Text);

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;
