using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Iam;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>EKS: what may be asked about a cluster, and changed of it.</summary>
/// <param name="clusters">The clusters that are there.</param>
/// <param name="directory">What callers may do.</param>
/// <param name="operations">What it serves.</param>
internal sealed class EksService(ClusterRegistry clusters, IamDirectory directory, params IReadOnlyList<EksOperation> operations) : IAwsService
{
    public string Name => "eks";

    public async Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var segments = request.Path.Split('/').Skip(1).Select(Uri.UnescapeDataString).ToArray();
        var served = operations.FirstOrDefault(operation => operation.Serves(request.Method, segments))
            ?? throw new AwsErrorException("UnknownOperationException", $"The sandbox serves no {request.Method} {request.Path} of EKS", 404);
        var key = new RegionalName(request.AccountId, request.Region, served.ClusterOf(segments));
        var asked = new EksRequest(key, served.RestOf(segments), request);
        if (served.Action is { } action)
            directory.Require(request.Caller!.Arn, $"eks:{action}", served.Resource(asked));
        clusters.RequireExisting(key);
        return await served.AnswerAsync(asked, cancellationToken).ConfigureAwait(false);
    }

    public AwsAnswer Refuse(AwsErrorException error) => JsonProtocol.Error(error, "application/json");

    public AwsErrorException Refusal(SignatureFault fault) => JsonProtocol.Refusal(fault);
}

/// <summary>One operation of EKS on a cluster.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What follows <c>/clusters/NAME</c>; <c>*</c> is a segment of any value: <c>/access-entries/*</c>. Or <see cref="Tags"/>.</param>
/// <param name="AnswerAsync">Answers, or throws <see cref="AwsErrorException"/>.</param>
internal sealed record EksOperation(string Method, string Path, Func<EksRequest, CancellationToken, Task<AwsAnswer>> AnswerAsync)
{
    /// <summary>The tags of something in a cluster, by its ARN.</summary>
    public const string Tags = "tags";

    private readonly string[] _pattern = Path == Tags
        ? [Tags, "*"]
        : ["clusters", "*", .. Path.Split('/', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>What the policies of a role of a stack must allow for it, without the service; null: it is not asked.</summary>
    public string? Action { get; init; }

    /// <summary>The ARN that such a policy names; by default that of the cluster.</summary>
    public Func<EksRequest, string> Resource { get; init; } = request => request.Arn("cluster");

    public bool Serves(string method, string[] segments) =>
        method == Method && segments.Length == _pattern.Length
        && _pattern.Zip(segments).All(pair => pair.First == "*" ? pair.Second.Length > 0 : pair.First == pair.Second);

    /// <summary>Its name: the second part of an ARN such as <c>arn:aws:eks:eu-west-1:111122223333:access-entry/NAME/role/…</c>.</summary>
    public string ClusterOf(string[] segments) => Path == Tags ? segments[1].Split('/').ElementAtOrDefault(1) ?? "" : segments[1];

    public IReadOnlyList<string> RestOf(string[] segments) => Path == Tags ? segments[1..] : segments[2..];
}

/// <summary>A request about one cluster.</summary>
/// <param name="Cluster">The cluster of the caller's account that it is about.</param>
/// <param name="Rest">The segments of the path after <c>/clusters/NAME</c> or <c>/tags</c>, decoded.</param>
/// <param name="Http">All of it.</param>
internal sealed record EksRequest(RegionalName Cluster, IReadOnlyList<string> Rest, AwsRequest Http)
{
    /// <summary>The ARN of the cluster, or the beginning of that of something in it.</summary>
    public string Arn(string kind) =>
        $"arn:{PseudoParameters.PartitionOf(Cluster.Region)}:eks:{Cluster.Region}:{Cluster.AccountId}:{kind}/{Cluster.Name}";
}
