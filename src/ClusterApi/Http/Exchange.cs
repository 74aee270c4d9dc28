namespace EksIamCdk.ClusterApi.Http;

/// <summary>What one request brought: a response, or why there is none.</summary>
internal abstract record Exchange
{
    private Exchange()
    {
    }

    public sealed record Answered(int Status, ReadOnlyMemory<byte> Body, string? MediaType, string? ErrorType, TimeSpan? RetryAfter) : Exchange;

    public sealed record Failed(TransportFault Fault, string What) : Exchange;
}
