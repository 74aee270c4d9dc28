// The published function beside the floor, in turn, in one run: bench/run.
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using EksIamCdk.Bench.Function;
using EksIamCdk.MappingLambda.Tests.Harness;

const int Warm = 100;
var (folder, floorAssembly, runs) = (args[0], args[1], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10);
var functionAssembly = Path.Combine(folder, "MappingLambda.dll");
List<Run> floors = [], functions = [];
for (var run = 0; run <= runs; run++)
{
    var floor = await WithClusterAsync(kubernetes => new Floor(floorAssembly, kubernetes));
    await using var runtime = await EmulatedRuntimeApi.StartAsync();
    await using var sink = await ResponseSink.StartAsync();
    var function = await WithClusterAsync(kubernetes => new PublishedFunction(functionAssembly, runtime, kubernetes, sink));
    if (run == 0) continue; // brings the files into memory
    floors.Add(floor);
    functions.Add(function);
}

Console.WriteLine($"medians of {runs} processes each, in turn; {Warm} warm changes each, the second half counts");
Console.WriteLine($"{"",-28}{"floor",10}{"function",10}{"ratio",8}");
Print("cold, wall (ms)", run => run.Cold);
Print("cold, processor (ms)", run => run.ColdCpu);
Print("warm, wall (ms)", run => run.Warm);
Print("peak memory (MB)", run => run.Peak);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"publish folder {Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length)} bytes, zip {ZippedBytes(folder)} bytes"));

void Print(string name, Func<Run, double> figure)
{
    var (floor, function) = (Median.Of(floors.Select(figure)), Median.Of(functions.Select(figure)));
    var ratio = Median.Of(functions.Zip(floors, (one, other) => figure(one) / figure(other)));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{floor,10:0.0}{function,10:0.0}{ratio,8:0.00}"));
}

static async Task<Run> WithClusterAsync(Func<FakeKubernetes, Contender> start)
{
    await using var kubernetes = await FakeKubernetes.StartAsync();
    kubernetes.Put(FakeKubernetes.AwsAuthPath, JsonNode.Parse("""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system"},
         "data":{"mapRoles":"- rolearn: arn:aws:iam::111122223333:role/nodes\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n  - system:bootstrappers\n  - system:nodes\n"}}
        """)!.AsObject());
    using var contender = start(kubernetes);
    return await contender.MeasureAsync(Warm);
}

static long ZippedBytes(string folder)
{
    using var zip = new MemoryStream();
    ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.SmallestSize, includeBaseDirectory: false);
    return zip.Length;
}
