using System.Collections.Immutable;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Iam;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>The access entries of all clusters, whoever made them. Who asks EKS sees each change at once; who enters a cluster sees it
/// after the delay: access entries are eventually consistent.
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html"/></summary>
/// <param name="principals">The principals that are there.</param>
/// <param name="time">The clock.</param>
/// <param name="delay">Until a change is in force.</param>
internal sealed class AccessEntryStore(IamPrincipals principals, TimeProvider time, TimeSpan delay)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RegionalName, ClusterEntries> _clusters = [];

    /// <summary>Of all clusters.</summary>
    public IReadOnlyList<AccessEntry> All
    {
        get
        {
            lock (_lock)
                return [.. _clusters.Values.SelectMany(cluster => cluster.Latest.Values)];
        }
    }

    /// <summary>By the ARN of the principal, in order.</summary>
    public IReadOnlyList<AccessEntry> Of(RegionalName cluster)
    {
        lock (_lock)
            return [.. Entries(cluster).Latest.Values];
    }

    /// <summary>The entry by which a caller enters a cluster at this moment.</summary>
    public AccessEntry? InForce(RegionalName cluster, string callerArn)
    {
        lock (_lock)
        {
            return Entries(cluster).InForceAt(time.GetUtcNow() - delay).Values
                .FirstOrDefault(entry => entry.IsOf(callerArn) && principals.Find(entry.PrincipalArn)?.Id == entry.PrincipalId);
        }
    }

    /// <exception cref="AwsErrorException">There is none.</exception>
    public AccessEntry Get(RegionalName cluster, string principalArn)
    {
        lock (_lock)
            return Entries(cluster).Latest.GetValueOrDefault(principalArn) ?? throw NotFound();
    }

    /// <exception cref="AwsErrorException">There is one already, or it is none that EKS takes.</exception>
    public AccessEntry Create(RegionalName cluster, EntryContent content)
    {
        var partition = PseudoParameters.PartitionOf(cluster.Region);
        var arn = AccessEntryRules.Check(content, cluster, partition);
        var principal = principals.Find(content.PrincipalArn)
            ?? throw new AwsErrorException("InvalidParameterException", "The specified principalArn is invalid: invalid principal.");
        var type = AccessEntryTypes.Find(content.TypeName)!.Value;
        var now = time.GetUtcNow();
        var entry = new AccessEntry
        {
            Cluster = cluster,
            PrincipalArn = content.PrincipalArn,
            PrincipalId = principal.Id,
            Arn = $"arn:{partition}:eks:{cluster.Region}:{cluster.AccountId}:access-entry/{cluster.Name}/"
                + $"{(arn.Kind == PrincipalKind.Role ? "role" : "user")}/{arn.AccountId}/{arn.Name}/{Guid.NewGuid()}",
            Type = type,
            Username = content.Username ?? AccessEntryUsername.Default(arn, type),
            Groups = content.EffectiveGroups,
            Associated = [.. content.Policies.Select(policy => policy with { AssociatedAt = now, ModifiedAt = now })],
            Tags = content.Tags,
            CreatedAt = now,
            ModifiedAt = now,
        };
        lock (_lock)
        {
            if (Entries(cluster).Latest.ContainsKey(entry.PrincipalArn))
                throw new AwsErrorException("ResourceInUseException", "The specified access entry resource is already in use on this cluster.", 409);
            Entries(cluster).Put(entry, now);
        }
        return entry;
    }

    /// <exception cref="AwsErrorException">There is none, or EKS does not take it so.</exception>
    public AccessEntry Change(RegionalName cluster, string principalArn, Func<AccessEntry, AccessEntry> change)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var before = Entries(cluster).Latest.GetValueOrDefault(principalArn) ?? throw NotFound();
            var after = change(before);
            var isStandard = after.Type == AccessEntryType.Standard;
            AccessEntryRules.Check(
                new EntryContent(
                    after.PrincipalArn, AccessEntryTypes.Name(after.Type),
                    isStandard || after.Username != before.Username ? after.Username : null,
                    isStandard || !after.Groups.SequenceEqual(before.Groups, StringComparer.Ordinal) ? after.Groups : [])
                {
                    Policies = after.Associated,
                    Tags = after.Tags,
                },
                cluster, PseudoParameters.PartitionOf(cluster.Region));
            after = after with { Associated = [.. after.Associated.Select(policy => Dated(policy, before, now))], ModifiedAt = now };
            Entries(cluster).Put(after, now);
            return after;
        }
    }

    /// <exception cref="AwsErrorException">There is none.</exception>
    public void Delete(RegionalName cluster, string principalArn)
    {
        lock (_lock)
        {
            if (!Entries(cluster).Latest.ContainsKey(principalArn))
                throw NotFound();
            Entries(cluster).Remove(principalArn, time.GetUtcNow());
        }
    }

    /// <summary>A cluster is gone, and its entries with it.</summary>
    public void Forget(RegionalName cluster)
    {
        lock (_lock)
            _clusters.Remove(cluster);
    }

    /// <summary>What an earlier run has kept.</summary>
    public void Restore(IEnumerable<AccessEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
                Entries(entry.Cluster).Put(entry, DateTimeOffset.MinValue);
        }
    }

    private static AssociatedPolicy Dated(AssociatedPolicy policy, AccessEntry before, DateTimeOffset now)
    {
        var was = before.Associated.FirstOrDefault(old => old.PolicyArn == policy.PolicyArn);
        return was is null ? policy with { AssociatedAt = now, ModifiedAt = now }
            : policy with { AssociatedAt = was.AssociatedAt, ModifiedAt = was.HasScopeOf(policy) ? was.ModifiedAt : now };
    }

    private static AwsErrorException NotFound() => new(
        "ResourceNotFoundException",
        "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
        404);

    private ClusterEntries Entries(RegionalName cluster) =>
        _clusters.TryGetValue(cluster, out var entries) ? entries : _clusters[cluster] = new ClusterEntries();

    /// <summary>The entries of one cluster, as they are and as they were.</summary>
    private sealed class ClusterEntries
    {
        private static readonly ImmutableSortedDictionary<string, AccessEntry> Empty =
            ImmutableSortedDictionary.Create<string, AccessEntry>(StringComparer.Ordinal);

        private readonly List<(DateTimeOffset Since, ImmutableSortedDictionary<string, AccessEntry> Entries)> _states =
            [(DateTimeOffset.MinValue, Empty)];

        public ImmutableSortedDictionary<string, AccessEntry> Latest => _states[^1].Entries;

        public void Put(AccessEntry entry, DateTimeOffset now) => _states.Add((now, Latest.SetItem(entry.PrincipalArn, entry)));

        public void Remove(string principalArn, DateTimeOffset now) => _states.Add((now, Latest.Remove(principalArn)));

        public ImmutableSortedDictionary<string, AccessEntry> InForceAt(DateTimeOffset moment)
        {
            var last = _states.FindLastIndex(state => state.Since <= moment);
            _states.RemoveRange(0, last);
            return _states[0].Entries;
        }
    }
}
