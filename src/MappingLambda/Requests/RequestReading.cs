using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>What became of reading a request.</summary>
internal abstract record RequestReading
{
    private RequestReading()
    {
    }

    public sealed record Readable(Request Request) : RequestReading;

    /// <summary>There is nothing to do but to answer.</summary>
    public sealed record Answered(Answer Answer) : RequestReading;
}
