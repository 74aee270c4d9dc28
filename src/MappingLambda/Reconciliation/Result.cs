using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>What became of a request.</summary>
internal abstract record Result
{
    private Result()
    {
    }

    /// <param name="Data">The attributes of the resource.</param>
    public sealed record Done(IReadOnlyDictionary<string, string> Data) : Result;

    public sealed record Failed(Failure Failure) : Result;
}
