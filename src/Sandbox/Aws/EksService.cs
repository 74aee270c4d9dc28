using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>EKS: what may be asked about a cluster, and changed of it.</summary>
/// <param name="clusters">The clusters that are there.</param>
/// <param name="operations">What it serves.</param>
internal sealed class EksService(ClusterRegistry clusters, params IReadOnlyList<EksOperation> operations) : IAwsService
{
    public string Name => "eks";

    public async Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var segments = request.Path.Split('/').Skip(1).Select(Uri.UnescapeDataString).ToArray();
        var served = operations.FirstOrDefault(operation => operation.Serves(request.Method, segments))
            ?? throw new AwsErrorException("UnknownOperationException", $"The sandbox serves no {request.Method} {request.Path} of EKS", 404);
        var key = new RegionalName(request.AccountId, request.Region, segments[1]);
        if (clusters.IsDeleted(key))
            throw new AwsErrorException("ResourceNotFoundException", $"No cluster found for name: {key.Name}.", 404);
        return await served.AnswerAsync(new EksRequest(key, segments[2..], request), cancellationToken).ConfigureAwait(false);
    }

    public AwsAnswer Refuse(AwsErrorException error) => JsonProtocol.Error(error, "application/json");

    public AwsErrorException Refusal(SignatureFault fault) => JsonProtocol.Refusal(fault);
}

/// <summary>One operation of EKS on a cluster.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What follows <c>/clusters/NAME</c>; <c>*</c> is a segment of any value: <c>/access-entries/*</c>.</param>
/// <param name="AnswerAsync">Answers, or throws <see cref="AwsErrorException"/>.</param>
internal sealed record EksOperation(string Method, string Path, Func<EksRequest, CancellationToken, Task<AwsAnswer>> AnswerAsync)
{
    private readonly string[] _pattern = ["clusters", "*", .. Path.Split('/', StringSplitOptions.RemoveEmptyEntries)];

    public bool Serves(string method, string[] segments) =>
        method == Method && segments.Length == _pattern.Length
        && _pattern.Zip(segments).All(pair => pair.First == "*" ? pair.Second.Length > 0 : pair.First == pair.Second);
}

/// <summary>A request about one cluster.</summary>
/// <param name="Cluster">The cluster of the caller's account that it is about.</param>
/// <param name="Rest">The segments of the path after <c>/clusters/NAME</c>, decoded.</param>
/// <param name="Http">All of it.</param>
internal sealed record EksRequest(RegionalName Cluster, IReadOnlyList<string> Rest, AwsRequest Http);
