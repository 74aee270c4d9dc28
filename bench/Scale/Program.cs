// How work grows with size: edits, RBAC decisions, synth, deployments in the sandbox.
//   FUNCTION_FOLDER CDK_VERSION [--write PAGE]
using System.Diagnostics;
using EksIamCdk.Bench.Report;
using EksIamCdk.Bench.Scale;

var start = Stopwatch.GetTimestamp();
var scratch = Directory.CreateTempSubdirectory("eks-iam-cdk-scale-");
var stacks = new Stacks(args[0], scratch.FullName);
List<Series> series = [.. Edits.Measure(), .. Decisions.Measure(), .. await stacks.MeasureAsync(rounds: 3)];
var spread = await stacks.SpreadAsync(1000, 4);
scratch.Delete(recursive: true);

var text = $"{Machine.Today}, aws-cdk-lib {args[1]}; written in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s.\n\n"
    + string.Concat(series.Select(one => one.Markdown)) + spread;
Console.Write(text);
if (args is [_, _, "--write", var page]) Page.Write(page, "scale", text);
