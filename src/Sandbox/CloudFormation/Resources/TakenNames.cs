using System.Collections.Concurrent;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>The resources of AWS that exist, by what there can be only one of: a name in an account, in a Region, or in the world.</summary>
internal sealed class TakenNames
{
    private readonly ConcurrentDictionary<string, Holder> _holders = new(StringComparer.Ordinal);

    /// <summary>Takes a name, also again.</summary>
    /// <returns>Null, or the ARN of the stack that has it.</returns>
    public string? Take(string? identity, Holder holder)
    {
        if (identity is null)
            return null;
        var first = _holders.GetOrAdd(identity, holder);
        return first == holder ? null : first.StackId;
    }

    public void Free(string? identity, Holder holder)
    {
        if (identity is not null)
            _holders.TryRemove(KeyValuePair.Create(identity, holder));
    }

    /// <summary>A resource of a stack.</summary>
    internal sealed record Holder(string StackId, string LogicalId);
}
