namespace EksIamCdk.Cli.Tests.See;

/// <summary>What is said of the saved clusters of examples/clusters, word by word: EKSIAM_UPDATE=1 writes it anew.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("legacy-config-map", "explain PlatformAdmin", "explain Developer", "can BreakGlass escalate clusterroles", "who-can delete pods -n shop")]
    [InlineData("moving", "explain Developer", "explain ann", "explain Contractor", "can Deployer create deployments -n shop", "who-can get secrets -n shop")]
    [InlineData("access-entries", "explain Developer", "explain OldPipeline", "can Developer update leases.coordination.k8s.io -n shop", "who-can create pods --subresource exec -n dev-anna")]
    [InlineData("workloads", "explain shop/orders", "who-can get secrets -A", "explain nobody")]
    [InlineData("platform-teams", "can Support impersonate serviceaccounts -n platform", "who-can update configmaps/aws-auth -n kube-system")]
    [InlineData("clean", "explain Pipeline --session deploy-7", "can Auditor get secrets -n shop", "who-can get /metrics")]
    public async Task The_answers_about_a_saved_cluster_are_these(string cluster, params string[] questions)
    {
        var ended = await Task.WhenAll(questions.Select(question => Eksiam.RunAsync([.. question.Split(' '), "--from", $"examples/clusters/{cluster}"])));
        var text = string.Concat(questions.Zip(ended).Select(pair =>
            $"$ eksiam {pair.First}\n{Trimmed(pair.Second.Output)}{pair.Second.Error}exit code {pair.Second.ExitCode}\n\n"));

        var golden = Path.Combine(Eksiam.Root, "tests", "Cli.Tests", "See", "Golden", $"{cluster}.txt");
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1") await File.WriteAllTextAsync(golden, text);
        Assert.Equal(await File.ReadAllTextAsync(golden), text);
    }

    // Tables pad their last column.
    private static string Trimmed(string output) => string.Join('\n', output.Split('\n').Select(line => line.TrimEnd()));
}
