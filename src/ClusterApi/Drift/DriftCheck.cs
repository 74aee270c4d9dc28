using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Reading;

namespace EksIamCdk.ClusterApi.Drift;

/// <summary>Compares what is live in a cluster with what its stacks declared. It reads only.</summary>
public sealed class DriftCheck(ClusterConnection cluster, TimeProvider clock, TimeSpan patience)
{
    private readonly ClusterReader _reader = new(cluster, clock, patience);

    public async Task<DriftReading> RunAsync(CancellationToken cancellationToken)
    {
        return await _reader.GetAsync(ObjectAddress.AwsAuth, cancellationToken).ConfigureAwait(false) switch
        {
            ObjectReading.Failed failed => new DriftReading.Failed(failed.Failure),
            ObjectReading.Read read => EntryDrift.Of(AwsAuth(read.Object)) is var (claimed, entries)
                ? await ObjectsAsync(claimed, entries, cancellationToken).ConfigureAwait(false)
                : new DriftReading.Failed(ClaimsUnreadable),
            _ => throw new UnreachableException(),
        };
    }

    private static AwsAuthConfigMap AwsAuth(JsonObject? live) => live is null ? AwsAuthConfigMap.Missing : AwsAuthObject.Read(live);

    private async Task<DriftReading> ObjectsAsync(int claimed, IReadOnlyList<Deviation> entries, CancellationToken cancellationToken)
    {
        var listings = KubernetesKind.Supported.Zip(
            await Task.WhenAll(KubernetesKind.Supported.Select(kind => _reader.ListAsync(kind, cancellationToken))).ConfigureAwait(false)).ToList();
        if (listings.Select(listing => listing.Second).OfType<Listing.Failed>().FirstOrDefault() is { } failed)
            return new DriftReading.Failed(failed.Failure);

        List<ObjectDrift> objects =
        [
            .. from listing in listings
               where listing.Second is Listing.Whole
               from live in ((Listing.Whole)listing.Second).Objects
               select ObjectDrift.Of(listing.First, live),
        ];
        List<Deviation> deviations = [.. entries, .. objects.OfType<ObjectDrift.Deviates>().Select(found => found.Deviation)];
        return new DriftReading.Read(new DriftReport(
            claimed + objects.Count(found => found is ObjectDrift.AsDeclared or ObjectDrift.Deviates),
            deviations,
            [.. objects.OfType<ObjectDrift.NotKnown>()],
            [.. objects.OfType<ObjectDrift.Unreadable>().Select(found => found.Address)],
            [.. listings.Where(listing => listing.Second is Listing.Forbidden)
                .Select(listing => new UnreadKind(listing.First, ((Listing.Forbidden)listing.Second).Why))]));
    }

    private static Failure ClaimsUnreadable => new(
        ErrorCode.AwsAuthUnreadable,
        $"The annotation {ObjectAnnotations.Claims} of aws-auth cannot be read, so nobody can tell what was declared.",
        "Mend the annotation, or take it off.");
}
