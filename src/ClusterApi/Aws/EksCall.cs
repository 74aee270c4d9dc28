using System.Text.Json.Nodes;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>A call of the EKS API about one cluster. <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html"/></summary>
/// <param name="Action">As in an IAM policy, without the service: <c>CreateAccessEntry</c>.</param>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">What follows <c>/clusters/NAME</c>, escaped: <c>/access-entries/arn%3A…</c>.</param>
/// <param name="Body">The parameters that are neither in the path nor in the query, or null.</param>
public sealed record EksCall(string Action, HttpMethod Method, string Path, JsonObject? Body = null)
{
    /// <summary>The ARN of something in the cluster whose tags this is about: the path is that of its tags then.</summary>
    public string? Tagged { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>What it is about inside the cluster, for messages: <c>the access entry of arn:…</c>; null: the cluster itself.</summary>
    public string? About { get; init; }

    /// <summary>What follows the endpoint.</summary>
    internal string Target(string cluster)
    {
        var path = Tagged is null ? $"/clusters/{Uri.EscapeDataString(cluster)}{Path}" : $"/tags/{Uri.EscapeDataString(Tagged)}";
        return Query.Count == 0 ? path : $"{path}?{SignatureV4.Query(Query)}";
    }
}

/// <summary>What came back from EKS.</summary>
public abstract record EksAnswer
{
    private EksAnswer()
    {
    }

    public sealed record Ok(JsonObject Body) : EksAnswer;

    /// <summary>EKS refused, did not answer, or could not be called as the right role.</summary>
    public sealed record Failed(StepFailure.AtAws Failure) : EksAnswer;
}
