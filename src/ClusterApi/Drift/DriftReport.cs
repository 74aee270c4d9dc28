using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.ClusterApi.Drift;

/// <summary>What of a cluster is not as its stacks declared it.</summary>
/// <param name="Compared">How many entries and objects were held against what was declared.</param>
/// <param name="Deviations">Those that are not as declared.</param>
/// <param name="NotKnown">Objects of stacks whose declaration is not known: written by an older version, or too long.</param>
/// <param name="Unreadable">Objects whose annotations cannot be read.</param>
/// <param name="Unread">Kinds that may not be listed.</param>
public sealed record DriftReport(
    int Compared,
    IReadOnlyList<Deviation> Deviations,
    IReadOnlyList<ObjectDrift.NotKnown> NotKnown,
    IReadOnlyList<ObjectAddress> Unreadable,
    IReadOnlyList<UnreadKind> Unread);

/// <summary>A kind whose objects may not be listed, and so were not compared.</summary>
/// <param name="Why">In the words of the API server.</param>
public sealed record UnreadKind(KubernetesKind Kind, string Why);

/// <summary>What became of a comparison.</summary>
public abstract record DriftReading
{
    private DriftReading()
    {
    }

    public sealed record Read(DriftReport Report) : DriftReading;

    public sealed record Failed(Failure Failure) : DriftReading;
}
