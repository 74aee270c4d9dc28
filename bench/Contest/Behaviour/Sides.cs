using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.Bench.Contest.Entrants;
using EksIamCdk.Bench.Contest.Timing;

namespace EksIamCdk.Bench.Contest.Behaviour;

/// <summary>What happened when both did the same.</summary>
internal sealed record Observed(string What, string Function, string Peer);

/// <summary>The two whose behaviour is compared, on one cluster, and the words for what is seen there.</summary>
internal sealed partial class Sides(RealCluster cluster, AwsSide aws, FunctionEntrant function, PeerEntrant peer)
{
    public FunctionEntrant Function => function;

    public PeerEntrant Peer => peer;

    public RealCluster Cluster => cluster;

    /// <summary>One process of the entrant for what is done with it.</summary>
    public async Task<string> WithAsync(Entrant entrant, Func<Contender, Task<string>> act, string accessKey = AwsSide.EntrantKey)
    {
        await Console.Error.WriteLineAsync($"behaviour: {entrant.Name}");
        await using var contender = await Contender.StartAsync(entrant, aws, accessKey);
        return await act(contender);
    }

    public async Task<Outcome[]> AllAtOnceAsync(IEnumerable<(Entrant Entrant, JsonObject Request)> deployments) =>
        await Task.WhenAll(deployments.Select(async deployment =>
        {
            await using var contender = await Contender.StartAsync(deployment.Entrant, aws);
            return await contender.InvokeAsync(deployment.Request);
        }));

    public async Task<JsonObject?> DataAsync() => (await cluster.GetAsync(Things.AwsAuthPath))?["data"] as JsonObject;

    /// <summary>Later deliveries of the resource that a Create made.</summary>
    public static JsonObject Later(string requestType, JsonObject now, JsonObject before, Outcome created)
    {
        var request = now.DeepClone().AsObject();
        request["RequestType"] = requestType;
        request["PhysicalResourceId"] = created.PhysicalId ?? "id";
        if (requestType == "Update") request["OldResourceProperties"] = before["ResourceProperties"]!.DeepClone();
        return request;
    }

    public static string Text(Outcome outcome) => outcome.Succeeded ? "SUCCESS" : $"FAILED: {Short(outcome.Reason)}";

    private static string Short(string reason)
    {
        const int Longest = 220;
        var text = Scratch().Replace(reason, "").Replace("\\n", " ", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? $"{line[..Longest]}…" : line;
    }

    /// <summary>The folder of a process, which has another name each time.</summary>
    [GeneratedRegex(@"/\S*eksiam-bench-\w+/")]
    private static partial Regex Scratch();
}
