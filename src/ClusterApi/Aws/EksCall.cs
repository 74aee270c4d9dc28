using System.Text.Json.Nodes;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>A call of the EKS API about one cluster. <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html"/></summary>
/// <param name="Action">As in an IAM policy, without the service: <c>CreateAccessEntry</c>.</param>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">What follows <c>/clusters/NAME</c>, escaped: <c>/access-entries/arn%3A…</c>.</param>
/// <param name="Body">The parameters that are not in the path, or null.</param>
public sealed record EksCall(string Action, HttpMethod Method, string Path, JsonObject? Body = null);

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
