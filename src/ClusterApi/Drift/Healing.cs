using EksIamCdk.Access.Problems;

namespace EksIamCdk.ClusterApi.Drift;

/// <summary>What became of putting one entry or object back.</summary>
public abstract record Healing
{
    private Healing()
    {
    }

    /// <summary>It is as it was declared.</summary>
    /// <param name="NotRecorded">Why the history does not tell of it; null when it does, or when nothing was written.</param>
    public sealed record Healed(string? NotRecorded) : Healing;

    /// <summary>It is as it was found.</summary>
    public sealed record Refused(Failure Failure) : Healing;
}
