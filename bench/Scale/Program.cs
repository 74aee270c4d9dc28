// How work grows with size: edits, RBAC decisions, synth, deployments in the sandbox.
//   FUNCTION_FOLDER CDK_VERSION [--write PAGE]
using System.Diagnostics;
using System.Globalization;
using System.Text;
using EksIamCdk.Bench.Report;
using EksIamCdk.Bench.Scale;

var start = Stopwatch.GetTimestamp();
var scratch = Directory.CreateTempSubdirectory("eks-iam-cdk-scale-");
var stacks = new Stacks(args[0], scratch.FullName);
var text = new StringBuilder();
Tell($"{Machine.Today}, aws-cdk-lib {args[1]}.\n\n");
foreach (var series in Edits.Measure().Concat(Decisions.Measure())) Tell(series.Markdown);
foreach (var series in await stacks.MeasureAsync(rounds: 3)) Tell(series.Markdown);
Tell(await stacks.SpreadAsync(750, 4));
Tell(string.Create(CultureInfo.InvariantCulture, $"All of it took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s.\n"));
scratch.Delete(recursive: true);
if (args is [_, _, "--write", var page]) Page.Write(page, "scale", text.ToString());

void Tell(string part)
{
    text.Append(part);
    Console.Write(part);
}
