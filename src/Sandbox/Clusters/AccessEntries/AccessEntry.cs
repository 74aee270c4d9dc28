using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>An access entry of a cluster, as EKS keeps it.
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html"/></summary>
internal sealed record AccessEntry
{
    /// <summary>The resource type of CloudFormation.</summary>
    public const string ResourceType = "AWS::EKS::AccessEntry";

    public required RegionalName Cluster { get; init; }

    /// <summary>With its path.</summary>
    public required string PrincipalArn { get; init; }

    /// <summary>What IAM knows the principal by: another one that is made under the same ARN is not let in.</summary>
    public required string PrincipalId { get; init; }

    public required string Arn { get; init; }

    public required AccessEntryType Type { get; init; }

    public required string Username { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyList<AssociatedPolicy> Associated { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>What its policies give.</summary>
    [JsonIgnore]
    public IEnumerable<EntryPolicy> Policies => Associated.SelectMany(EntryPolicy.Of);

    public bool IsOf(string callerArn) =>
        string.Equals(CallerArn.Principal(PrincipalArn), CallerArn.Principal(callerArn), StringComparison.OrdinalIgnoreCase);

    public string UsernameOf(VerifiedCaller caller)
    {
        var session = CallerArn.SessionName(caller.Arn);
        return Username
            .Replace("{{SessionName}}", session.Replace('@', '-'), StringComparison.Ordinal)
            .Replace("{{SessionNameRaw}}", session, StringComparison.Ordinal)
            .Replace("{{AccountID}}", caller.AccountId, StringComparison.Ordinal);
    }

    internal static IReadOnlyList<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => (string?)item).OfType<string>()];
}

/// <summary>An access policy of an entry, with its scope.</summary>
/// <param name="PolicyArn">Without an account.</param>
/// <param name="Scope"><c>cluster</c> or <c>namespace</c>.</param>
/// <param name="Namespaces">Names, or beginnings such as <c>dev-*</c>; none for a cluster.</param>
/// <param name="AssociatedAt">When it was first there.</param>
/// <param name="ModifiedAt">When its scope was last another.</param>
internal sealed record AssociatedPolicy(
    string PolicyArn, string Scope, IReadOnlyList<string> Namespaces, DateTimeOffset AssociatedAt = default, DateTimeOffset ModifiedAt = default)
{
    public bool HasScopeOf(AssociatedPolicy other) => Scope == other.Scope && Namespaces.SequenceEqual(other.Namespaces, StringComparer.Ordinal);
}

/// <summary>What an access policy gives: a ClusterRole, in the whole cluster or in one namespace.</summary>
internal sealed record EntryPolicy(string Name, string? Namespace)
{
    /// <summary>Reads everything, secrets too; Kubernetes has no such role by default.</summary>
    public const string AdminViewRole = "eks-access-policy-admin-view";

    public string ClusterRole => Name switch
    {
        AccessPolicy.ClusterAdmin => "cluster-admin",
        AccessPolicy.Admin => "admin",
        AccessPolicy.Edit => "edit",
        AccessPolicy.AdminView => AdminViewRole,
        _ => "view",
    };

    /// <summary>Members of this group have what the policy gives.</summary>
    public string Group =>
        this is { Name: AccessPolicy.ClusterAdmin, Namespace: null }
            ? AccessEntryGroups.Masters
            : $"eks-access-policy:{Name}:{Namespace ?? "*"}";

    public static IEnumerable<EntryPolicy> Of(AssociatedPolicy policy)
    {
        var name = policy.PolicyArn[(policy.PolicyArn.LastIndexOf('/') + 1)..];
        return policy.Scope == "namespace" ? policy.Namespaces.Select(ns => new EntryPolicy(name, ns)) : [new EntryPolicy(name, null)];
    }
}
