using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>An access entry that a stack has made.
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html"/></summary>
internal sealed record AccessEntry(
    string PrincipalArn, AccessEntryType Kind, string? Username, IReadOnlyList<string> Groups, IReadOnlyList<EntryPolicy> Policies)
{
    public const string Type = "AWS::EKS::AccessEntry";

    public static AccessEntry? Of(ResourceRecord resource, string clusterName) =>
        resource is { Type: Type, PhysicalId: not null } && (string?)resource.Properties["ClusterName"] == clusterName
            && (string?)resource.Properties[nameof(PrincipalArn)] is { } principal
            ? new AccessEntry(
                principal,
                AccessEntryTypes.Find((string?)resource.Properties["Type"] ?? "STANDARD") ?? AccessEntryType.Standard,
                (string?)resource.Properties[nameof(Username)],
                Texts(resource.Properties["KubernetesGroups"]),
                [.. (resource.Properties["AccessPolicies"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(EntryPolicy.Read)])
            : null;

    public bool IsOf(string callerArn) =>
        string.Equals(CallerArn.Principal(PrincipalArn), CallerArn.Principal(callerArn), StringComparison.OrdinalIgnoreCase);

    /// <summary>The name in Kubernetes: as the entry says, else EKS's default for its kind of principal.</summary>
    public string UsernameOf(VerifiedCaller caller)
    {
        var session = CallerArn.SessionName(caller.Arn);
        var principal = Access.Principals.PrincipalArn.Parse("", PrincipalArn, new ProblemList());
        var template = Username ?? (principal is null ? PrincipalArn : AccessEntryUsername.Default(principal, Kind));
        return template
            .Replace("{{SessionName}}", session.Replace('@', '-'), StringComparison.Ordinal)
            .Replace("{{SessionNameRaw}}", session, StringComparison.Ordinal)
            .Replace("{{AccountID}}", caller.Arn.Split(':')[4], StringComparison.Ordinal);
    }

    internal static IReadOnlyList<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => (string?)item).OfType<string>()];
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

    public static IEnumerable<EntryPolicy> Read(JsonObject source)
    {
        var arn = (string?)source["PolicyArn"] ?? "";
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        var scope = source["AccessScope"] as JsonObject;
        return (string?)scope?["Type"] == "namespace"
            ? AccessEntry.Texts(scope["Namespaces"]).Select(ns => new EntryPolicy(name, ns))
            : [new EntryPolicy(name, null)];
    }
}
