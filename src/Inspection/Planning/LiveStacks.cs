using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Planning;

/// <summary>The stacks that own something in a cluster.</summary>
public static class LiveStacks
{
    /// <summary>The ids of all stacks of a name.</summary>
    public static IReadOnlyList<string> Named(ClusterState cluster, string name)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var entries = Claims.Read(cluster.AwsAuthClaims)?.Entries.Select(claim => claim.Owner) ?? [];
        var objects = cluster.Objects.Values.SelectMany(list => list).Select(body => new OwnedObject(body).Owner);
        var access = (cluster.AccessEntries ?? []).Select(entry => OwnerOf(entry.Tags ?? new Dictionary<string, string>()));
        return
        [
            .. entries.Concat(objects).Concat(access).OfType<Owner>().Where(owner => owner.StackName == name).Select(owner => owner.StackId)
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static Owner? OwnerOf(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault(Deployment.StackTag) is { } stack ? new(stack, "") : EntryTags.Read(tags)?.Owner;
}
