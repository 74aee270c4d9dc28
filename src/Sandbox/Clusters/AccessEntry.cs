using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>An access entry that a stack has made.
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html"/></summary>
internal sealed record AccessEntry(
    string PrincipalArn, string? Username, IReadOnlyList<string> Groups, IReadOnlyList<AccessPolicy> Policies)
{
    public const string Type = "AWS::EKS::AccessEntry";

    public static AccessEntry? Of(ResourceRecord resource, string clusterName) =>
        resource is { Type: Type, PhysicalId: not null } && (string?)resource.Properties["ClusterName"] == clusterName
            && (string?)resource.Properties[nameof(PrincipalArn)] is { } principal
            ? new AccessEntry(
                principal,
                (string?)resource.Properties[nameof(Username)],
                Texts(resource.Properties["KubernetesGroups"]),
                [.. (resource.Properties["AccessPolicies"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(AccessPolicy.Read)])
            : null;

    public bool IsOf(string callerArn) =>
        string.Equals(CallerArn.Principal(PrincipalArn), CallerArn.Principal(callerArn), StringComparison.OrdinalIgnoreCase);

    /// <summary>The name in Kubernetes: as the entry says, else EKS's default for its kind of principal.</summary>
    public string UsernameOf(VerifiedCaller caller)
    {
        var session = CallerArn.SessionName(caller.Arn);
        var template = Username ?? (session.Length > 0 ? CallerArn.OfSession(PrincipalArn, "{{SessionName}}") : PrincipalArn);
        return template
            .Replace("{{SessionName}}", session.Replace('@', '-'), StringComparison.Ordinal)
            .Replace("{{SessionNameRaw}}", session, StringComparison.Ordinal)
            .Replace("{{AccountID}}", caller.Arn.Split(':')[4], StringComparison.Ordinal);
    }

    internal static IReadOnlyList<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => (string?)item).OfType<string>()];
}

/// <summary>What an access policy gives: a ClusterRole, in the whole cluster or in one namespace.</summary>
internal sealed record AccessPolicy(string Name, string? Namespace)
{
    public string ClusterRole => Name switch
    {
        "AmazonEKSClusterAdminPolicy" => "cluster-admin",
        "AmazonEKSAdminPolicy" => "admin",
        "AmazonEKSEditPolicy" => "edit",
        _ => "view",
    };

    /// <summary>Members of this group have what the policy gives.</summary>
    public string Group =>
        this is { Name: "AmazonEKSClusterAdminPolicy", Namespace: null }
            ? "system:masters"
            : $"eks-access-policy:{Name}:{Namespace ?? "*"}";

    public static IEnumerable<AccessPolicy> Read(JsonObject source)
    {
        var arn = (string?)source["PolicyArn"] ?? "";
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        var scope = source["AccessScope"] as JsonObject;
        return (string?)scope?["Type"] == "namespace"
            ? AccessEntry.Texts(scope["Namespaces"]).Select(ns => new AccessPolicy(name, ns))
            : [new AccessPolicy(name, null)];
    }
}
