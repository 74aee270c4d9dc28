using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Planning;

/// <summary>A cluster on which a deployment is played: what is live, changed decision by decision.</summary>
internal sealed class PlannedCluster
{
    private readonly ClusterState _live;

    public PlannedCluster(ClusterState live)
    {
        _live = live;
        Mode = live.Mode;
        Map = live.AwsAuth is { } data ? new AwsAuthConfigMap { Data = data, Claims = live.AwsAuthClaims, HasOtherContent = true } : AwsAuthConfigMap.Missing;
        foreach (var (kind, list) in live.Objects)
        {
            foreach (var body in list) Objects[AddressOf(kind, body)] = Named(kind, body);
        }

        foreach (var entry in live.AccessEntries ?? []) Entries[entry.PrincipalArn] = entry;
    }

    public AuthenticationMode? Mode { get; set; }

    public AwsAuthConfigMap Map { get; private set; }

    public Dictionary<ObjectAddress, JsonObject> Objects { get; } = [];

    public Dictionary<string, AccessEntryState> Entries { get; } = new(StringComparer.Ordinal);

    public void Take(AwsAuthDecision decision)
    {
        switch (decision)
        {
            case AwsAuthDecision.Write write:
                var data = new Dictionary<string, string>(Map.Data, StringComparer.Ordinal);
                foreach (var (key, text) in write.Data)
                {
                    if (text is null) data.Remove(key);
                    else data[key] = text;
                }

                Map = Map with { Exists = true, Data = data, Claims = write.Claims };
                break;
            case AwsAuthDecision.DeleteConfigMap:
                Map = AwsAuthConfigMap.Missing;
                break;
        }
    }

    public void Take(ObjectAddress address, ObjectDecision decision)
    {
        if (PlannedObjects.After(Objects.GetValueOrDefault(address), decision) is { } body) Objects[address] = body;
        else Objects.Remove(address);
    }

    public void Take(string principal, AccessEntryDecision decision)
    {
        if (decision is not AccessEntryDecision.Write write) return;
        foreach (var step in write.Steps) Take(principal, step);
    }

    /// <summary>The cluster after it.</summary>
    public ClusterState State()
    {
        var objects = Objects.GroupBy(pair => pair.Key.Kind).ToDictionary(same => same.Key, same => (IReadOnlyList<JsonObject>)[.. same.Select(pair => pair.Value)]);
        foreach (var kind in _live.Objects.Keys) objects.TryAdd(kind, []);
        IReadOnlyList<JsonObject> Of(KubernetesKind kind) => objects.GetValueOrDefault(kind) ?? [];
        return new()
        {
            Name = _live.Name,
            Arn = _live.Arn,
            Region = _live.Region,
            AccountId = _live.AccountId,
            Mode = Mode,
            OidcIssuer = _live.OidcIssuer,
            AwsAuth = Map.Exists ? Map.Data : null,
            AwsAuthClaims = Map.Claims,
            AccessEntries = _live.AccessEntries is null && Entries.Count == 0 ? null : [.. Entries.Values],
            Roles = [.. Of(KubernetesKind.ClusterRole).Concat(Of(KubernetesKind.Role)).Select(RbacJson.Role)],
            Bindings = [.. Of(KubernetesKind.ClusterRoleBinding).Concat(Of(KubernetesKind.RoleBinding)).Select(RbacJson.Binding)],
            Namespaces = [.. Of(KubernetesKind.Namespace).Select(body => new NamespaceState(RbacJson.NameOf(body), new Dictionary<string, string>()))],
            ServiceAccounts = [.. Of(KubernetesKind.ServiceAccount).Select(body => new ServiceAccountState(
                (string?)body["metadata"]?["namespace"] ?? "", RbacJson.NameOf(body), new Dictionary<string, string>()))],
            IamRoles = _live.IamRoles,
            Objects = objects,
            Unread = _live.Unread,
        };
    }

    /// <summary>An API server leaves out of a list what all of it have in common.</summary>
    private static JsonObject Named(KubernetesKind kind, JsonObject body)
    {
        if (body.ContainsKey("kind")) return body;
        var named = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
        foreach (var (member, value) in body) named[member] = value?.DeepClone();
        return named;
    }

    private static ObjectAddress AddressOf(KubernetesKind kind, JsonObject body) =>
        new(kind, kind.Namespaced ? (string?)body["metadata"]?["namespace"] ?? "" : null, RbacJson.NameOf(body));

    private void Take(string principal, AccessEntryStep step)
    {
        var entry = Entries.GetValueOrDefault(principal);
        switch (step)
        {
            case AccessEntryStep.Create create:
                Entries[principal] = new(principal, create.Content with { Policies = [] }) { Tags = create.Tags };
                break;
            case AccessEntryStep.Delete:
                Entries.Remove(principal);
                break;
            case AccessEntryStep.Rename rename when entry is not null:
                Entries[principal] = entry with { Content = entry.Content with { Username = rename.Username, Groups = rename.Groups } };
                break;
            case AccessEntryStep.Associate associate when entry is not null:
                Entries[principal] = entry with { Content = entry.Content with { Policies = [.. entry.Content.Policies.Where(policy => policy.PolicyArn != associate.Policy.PolicyArn), associate.Policy] } };
                break;
            case AccessEntryStep.Disassociate disassociate when entry is not null:
                Entries[principal] = entry with { Content = entry.Content with { Policies = [.. entry.Content.Policies.Where(policy => policy.PolicyArn != disassociate.PolicyArn)] } };
                break;
            case AccessEntryStep.Tag tag when entry is not null:
                Entries[principal] = entry with { Tags = new Dictionary<string, string>((entry.Tags ?? new Dictionary<string, string>()).Concat(tag.Tags).GroupBy(pair => pair.Key).Select(same => same.Last()), StringComparer.Ordinal) };
                break;
        }
    }
}
