using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Planning;

/// <summary>Plays the deployment of a stack on what was read of a cluster, with the decisions of the function itself.</summary>
internal sealed class Deployment
{
    internal const string StackTag = "aws:cloudformation:stack-id";
    private const string IdTag = "aws:cloudformation:logical-id";

    private readonly ClusterState _live;
    private readonly string _stackId;
    private readonly PlannedCluster _cluster;
    private readonly List<RefusedResource> _refused = [];
    private readonly List<string> _unknown = [];

    public Deployment(ClusterState live, PlannedCluster cluster, string stackId) => (_live, _cluster, _stackId) = (live, cluster, stackId);

    public IReadOnlyList<RefusedResource> Refused => _refused;

    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>What is declared comes first, then what is declared no more goes, as CloudFormation does it.</summary>
    /// <param name="declared">What the template declares, as far as it is known.</param>
    /// <param name="logicalIds">All logical ids of the template: of what is not known too.</param>
    public void Run(IReadOnlyList<DeclaredResource> declared, IReadOnlySet<string> logicalIds)
    {
        var namespaces = declared.OfType<DeclaredResource.OfObject>().Where(resource => resource.Manifest.Address.Kind == KubernetesKind.Namespace).ToList();
        foreach (var resource in namespaces.Concat(declared.Except(namespaces))) Declare(resource);
        WithdrawEntries(declared.OfType<DeclaredResource.OfEntry>().ToDictionary(resource => resource.LogicalId), logicalIds);
        WithdrawObjects(declared.OfType<DeclaredResource.OfObject>().ToDictionary(resource => resource.LogicalId), logicalIds);
        WithdrawAccessEntries(declared.OfType<DeclaredResource.OfAccessEntry>().ToDictionary(resource => resource.LogicalId), logicalIds);
    }

    private void Declare(DeclaredResource resource)
    {
        switch (resource)
        {
            case DeclaredResource.OfEntry entry:
                Decide(entry.LogicalId, AwsAuthOwnership.Declare(_cluster.Map, entry.Declaration, Owner(entry.LogicalId), entry.OnConflict, null), entry.Declaration, entry.AllowLockout);
                break;
            case DeclaredResource.OfObject one:
                DeclareObject(one);
                break;
            case DeclaredResource.OfAccessEntry entry:
                DeclareAccessEntry(entry);
                break;
            case DeclaredResource.OfMode mode:
                DeclareMode(mode);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void DeclareObject(DeclaredResource.OfObject one)
    {
        var address = one.Manifest.Address;
        if (address.Kind != KubernetesKind.Namespace && !_live.Objects.ContainsKey(address.Kind))
            _unknown.Add($"{one.LogicalId}: whether there is {address} already, and whose it is, was not read");
        if (address.Namespace is { } ns && _live.Objects.ContainsKey(KubernetesKind.Namespace) && !_cluster.Objects.ContainsKey(new(KubernetesKind.Namespace, null, ns)))
        {
            _refused.Add(new(one.LogicalId, $"There is no namespace {ns} for {address}. Declare it in the stack, or make it first. [{ErrorCode.RefusedByApiServer}]"));
            return;
        }

        // What is let go of is taken away, and what was displaced given back, by writes of their own before the apply.
        for (var writes = 0; writes < 3; writes++)
        {
            var decision = ObjectOwnership.Declare(_cluster.Objects.GetValueOrDefault(address), one.Manifest, Owner(one.LogicalId), one.OnConflict, null);
            if (decision is ObjectDecision.Refuse refuse) _refused.Add(new(one.LogicalId, refuse.Failure.Reason));
            _cluster.Take(address, decision);
            if (decision is not ObjectDecision.Replace) break;
        }

        if (one.Manifest.Body["metadata"]?["labels"] is System.Text.Json.Nodes.JsonObject labels
            && labels.Any(label => label.Key.StartsWith("rbac.authorization.k8s.io/aggregate-to-", StringComparison.Ordinal)))
            _unknown.Add($"{one.LogicalId}: {address} becomes part of other ClusterRoles by its labels; what those give then is not computed");
    }

    private void DeclareAccessEntry(DeclaredResource.OfAccessEntry entry)
    {
        var principal = entry.Declaration.Principal.Full;
        var live = _cluster.Entries.GetValueOrDefault(principal);
        if (_live.AccessEntries is null && _live.Mode != AuthenticationMode.ConfigMap)
            _unknown.Add($"{entry.LogicalId}: whether there is an access entry of {principal} already was not read");
        if (_cluster.Mode == AuthenticationMode.ConfigMap)
        {
            _refused.Add(new(entry.LogicalId, $"The cluster has the authentication mode CONFIG_MAP, in which EKS takes no access entry of {principal}. Change the mode to API_AND_CONFIG_MAP first. [{ErrorCode.RefusedByApiServer}]"));
            return;
        }

        if (live is { Tags: null }) _unknown.Add($"{entry.LogicalId}: whose the access entry of {principal} is was not read; it is taken for this stack's");
        if (entry.IsNative)
        {
            if (live is { Tags: { } tags } && tags.GetValueOrDefault(StackTag) != _stackId)
            {
                _refused.Add(new(entry.LogicalId, $"An access entry of {principal} exists already, and AWS::EKS::AccessEntry adopts none. Use PrincipalMapping with OnConflict.Adopt, or delete it first."));
                return;
            }

            _cluster.Entries[principal] = new(principal, entry.Declaration.Content, live?.CreatedAt) { Tags = Native(entry.LogicalId) };
            return;
        }

        var decision = AccessEntryOwnership.Declare(
            live is null ? null : Live(live, entry.LogicalId), entry.Declaration, Owner(entry.LogicalId), entry.OnConflict, null,
            _live.IamRoles?.FirstOrDefault(role => role.Arn == principal)?.CreatedAt);
        if (decision is AccessEntryDecision.Refuse refuse) _refused.Add(new(entry.LogicalId, refuse.Failure.Reason));
        _cluster.Take(principal, decision);
    }

    private void DeclareMode(DeclaredResource.OfMode mode)
    {
        if (_cluster.Mode is null) _unknown.Add($"{mode.LogicalId}: the authentication mode of the cluster was not read");
        if (_cluster.Mode >= mode.Mode) return;
        if (mode is { Mode: AuthenticationMode.Api, AllowLockout: false } && ModeRisk.Of(_live.Name, _cluster.Map, _cluster.Entries.Keys) is { } risk)
        {
            _refused.Add(new(mode.LogicalId, risk.Reason));
            return;
        }

        _cluster.Mode = mode.Mode;
    }

    private void WithdrawEntries(Dictionary<string, DeclaredResource.OfEntry> declared, IReadOnlySet<string> logicalIds)
    {
        foreach (var claim in Claims.Read(_cluster.Map.Claims)?.Entries ?? [])
        {
            if (claim.Owner.StackId != _stackId || IsStill(claim.Owner.LogicalId, declared, logicalIds, still => claim.IsAbout(still.Declaration.Section, still.Declaration.Entry.Id))) continue;
            Decide(claim.Owner.LogicalId, AwsAuthOwnership.Withdraw(_cluster.Map, claim.Owner, new(claim.Section, claim.Written)), null, false);
        }
    }

    private void WithdrawObjects(Dictionary<string, DeclaredResource.OfObject> declared, IReadOnlySet<string> logicalIds)
    {
        foreach (var (address, body) in _cluster.Objects.ToList())
        {
            if (new OwnedObject(body).Owner is not { } owner || owner.StackId != _stackId
                || IsStill(owner.LogicalId, declared, logicalIds, still => still.Manifest.Address == address)) continue;
            var decision = ObjectOwnership.Withdraw(address, body, owner, null, retain: address.Kind == KubernetesKind.Namespace);
            if (decision is ObjectDecision.Refuse refuse) _refused.Add(new(owner.LogicalId, refuse.Failure.Reason));
            _cluster.Take(address, decision);
        }
    }

    private void WithdrawAccessEntries(Dictionary<string, DeclaredResource.OfAccessEntry> declared, IReadOnlySet<string> logicalIds)
    {
        foreach (var (principal, entry) in _cluster.Entries.ToList())
        {
            if (entry.Tags is not { } tags) continue;
            if (tags.GetValueOrDefault(StackTag) == _stackId && tags.GetValueOrDefault(IdTag) is { } native)
            {
                if (!IsStill(native, declared, logicalIds, still => still.Declaration.Principal.Full == principal)) _cluster.Entries.Remove(principal);
            }
            else if (EntryTags.Read(tags)?.Owner is { } owner && owner.StackId == _stackId
                     && !IsStill(owner.LogicalId, declared, logicalIds, still => still.Declaration.Principal.Full == principal))
            {
                var decision = AccessEntryOwnership.Withdraw(Live(entry, owner.LogicalId), owner, null);
                if (decision is AccessEntryDecision.Refuse refuse) _refused.Add(new(owner.LogicalId, refuse.Failure.Reason));
                _cluster.Take(principal, decision);
            }
        }
    }

    /// <summary>Whether a resource is in the template and about the same thing. Of one that is not known, that is taken for granted.</summary>
    private static bool IsStill<T>(string logicalId, Dictionary<string, T> declared, IReadOnlySet<string> logicalIds, Func<T, bool> isAbout) =>
        declared.TryGetValue(logicalId, out var still) ? isAbout(still) : logicalIds.Contains(logicalId);

    private void Decide(string logicalId, AwsAuthDecision decision, EntryDeclaration? declared, bool allowLockout)
    {
        if (_live.AwsAuth is null && _live.Unread.Any(part => part.What.Contains("aws-auth", StringComparison.Ordinal)))
            _unknown.Add($"{logicalId}: what is in aws-auth was not read");
        var refusal = decision is AwsAuthDecision.Refuse refuse ? refuse.Failure : allowLockout ? null : Lockout(decision, declared);
        if (refusal is null) _cluster.Take(decision);
        else _refused.Add(new(logicalId, refusal.Reason));
    }

    /// <summary>The guards of the function, but for its own entry: which role it has is known to it alone.</summary>
    private Failure? Lockout(AwsAuthDecision decision, EntryDeclaration? declared)
    {
        var risk = LockoutRisk.Of(_cluster.Map, decision, declared);
        if (risk.Certain is { } certain) return certain;
        return risk.LastNodeEntry is not null && _live.Nodes.FirstOrDefault(IsReady) is { } node ? risk.OfNodes((string?)node["metadata"]?["name"]) : null;
    }

    private static bool IsReady(System.Text.Json.Nodes.JsonObject node) =>
        (node["status"]?["conditions"] as System.Text.Json.Nodes.JsonArray ?? []).Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True");

    private Owner Owner(string logicalId) => new(_stackId, logicalId);

    private Dictionary<string, string> Native(string logicalId) => new(StringComparer.Ordinal) { [StackTag] = _stackId, [IdTag] = logicalId };

    /// <summary>An entry whose tags were not read is taken for the owner's.</summary>
    private LiveAccessEntry Live(AccessEntryState entry, string logicalId) => new(
        entry.PrincipalArn, "", entry.CreatedAt ?? DateTimeOffset.MaxValue, entry.Content,
        entry.Tags ?? new EntryTags(Owner(logicalId), null).Written());
}
