using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>Events of a schedule. What the check does in a cluster is tested on a real one, in EndToEnd.Tests.</summary>
public sealed class DriftTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_check_that_cannot_reach_its_cluster_fails_and_says_why_and_counts_nothing()
    {
        await using var world = await World.StartAsync();

        var end = await world.RuntimeApi.InvokeAsync(
            """{"eks-iam-cdk": "drift", "Cluster": {"Name": "prod", "Endpoint": "https://127.0.0.1:1", "CertificateAuthorityData": "bm9uZQ=="}}""", Time);

        Assert.False(end.Succeeded);
        Assert.Contains("EKSIAM021", end.Body, StringComparison.Ordinal);
        Assert.Contains("The check for drift failed", world.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("_aws", world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_with_properties_that_are_wrong_lists_them_all()
    {
        await using var world = await World.StartAsync();

        var end = await world.RuntimeApi.InvokeAsync("""{"eks-iam-cdk": "drift", "Cluster": {"Name": "a b"}, "Heal": "perhaps", "Healing": true}""", Time);

        Assert.False(end.Succeeded);
        Assert.All(new[] { "EKSIAM010", "Cluster.Name", "Heal: ", "Healing" }, part => Assert.Contains(part, end.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"eks-iam-cdk": "dr1ft", "Cluster": {"Name": "prod"}}""")]
    [InlineData("""{"source": "aws.events", "detail-type": "Scheduled Event"}""")]
    [InlineData("""{"eks-iam-cdk": true}""")]
    [InlineData("[]")]
    public async Task Any_other_event_that_is_no_request_is_refused_as_before(string body)
    {
        await using var world = await World.StartAsync();

        var end = await world.RuntimeApi.InvokeAsync(body, Time);

        Assert.False(end.Succeeded);
        Assert.Contains("EKSIAM001", end.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_a_function_died_of_is_told_and_not_tried_again()
    {
        await using var world = await World.StartAsync();
        var record = new JsonObject
        {
            ["requestPayload"] = new JsonObject { ["eks-iam-cdk"] = "drift", ["Cluster"] = new JsonObject { ["Name"] = "prod" } },
            ["responseContext"] = new JsonObject { ["statusCode"] = 200, ["functionError"] = "Unhandled" },
            ["responsePayload"] = new JsonObject { ["errorType"] = "Runtime.OutOfMemory", ["errorMessage"] = "signal: killed" },
        };

        var end = await world.RuntimeApi.InvokeAsync(record.ToJsonString(), Time);

        Assert.True(end.Succeeded);
        Assert.Contains("The check for drift failed", world.Log, StringComparison.Ordinal);
        Assert.Contains("memory", world.Log, StringComparison.Ordinal);
    }
}
