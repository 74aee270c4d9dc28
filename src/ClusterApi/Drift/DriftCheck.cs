using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
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

        var gone = await GoneAsync(listings, cancellationToken).ConfigureAwait(false);
        List<ObjectDrift> objects =
        [
            .. from listing in listings
               where listing.Second is Listing.Whole
               from live in ((Listing.Whole)listing.Second).Objects
               select ObjectDrift.Of(listing.First, live),
        ];
        List<Deviation> deviations = [.. entries, .. objects.OfType<ObjectDrift.Deviates>().Select(found => found.Deviation), .. gone];
        return new DriftReading.Read(new DriftReport(
            claimed + gone.Count + objects.Count(found => found is ObjectDrift.AsDeclared or ObjectDrift.Deviates),
            deviations,
            [.. objects.OfType<ObjectDrift.NotKnown>()],
            [.. objects.OfType<ObjectDrift.Unreadable>().Select(found => found.Address)],
            [.. listings.Where(listing => listing.Second is Listing.Forbidden)
                .Select(listing => new UnreadKind(listing.First, ((Listing.Forbidden)listing.Second).Why))]));
    }

    /// <summary>What stacks have made and is not there. An owner forgets an object before he deletes it, and notes it after he has written it: so
    /// first that it is not there is seen, then that it is still noted.</summary>
    private async Task<IReadOnlyList<Deviation.OfObject>> GoneAsync(
        IReadOnlyList<(KubernetesKind Kind, Listing Listing)> listings, CancellationToken cancellationToken)
    {
        var there = listings.Where(pair => pair.Listing is Listing.Whole)
            .ToDictionary(pair => pair.Kind, pair => ((Listing.Whole)pair.Listing).Objects.Select(live => ObjectDrift.AddressOf(pair.Kind, live)).ToHashSet());
        var missing = new HashSet<ObjectAddress>();
        foreach (var noted in await NotedAsync(cancellationToken).ConfigureAwait(false))
        {
            if (noted.Address is { } address && there.TryGetValue(address.Kind, out var known) && !known.Contains(address)
                && await _reader.GetAsync(address, cancellationToken).ConfigureAwait(false) is ObjectReading.Read { Object: null })
                missing.Add(address);
        }

        if (missing.Count == 0) return [];
        var still = await NotedAsync(cancellationToken).ConfigureAwait(false);
        return [.. from pair in listings from noted in still where noted.Address is { } address && address.Kind == pair.Kind && missing.Contains(address) select noted.Gone()];
    }

    // Who may not read it misses nothing; all else is compared.
    private async Task<IReadOnlyList<IndexedObject>> NotedAsync(CancellationToken cancellationToken) =>
        await _reader.GetAsync(HistoryFormat.Address, cancellationToken).ConfigureAwait(false) is ObjectReading.Read read ? DeclaredIndex.Read(read.Object) : [];

    private static Failure ClaimsUnreadable => new(
        ErrorCode.AwsAuthUnreadable,
        $"The annotation {ObjectAnnotations.Claims} of aws-auth cannot be read, so nobody can tell what was declared.",
        "Mend the annotation, or take it off.");
}
