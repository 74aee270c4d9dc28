using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>
/// A cluster as it was read: one JSON document for each list, by name. It is what <c>eksiam save</c> writes, a file each
/// (<c>cluster.json</c>, <c>kubernetes/roles.json</c>, <c>aws/access-entries.json</c>…), and what a live cluster is read into. A list that was not
/// read has no document.
/// </summary>
public sealed class ClusterDocuments
{
    /// <summary>The version of the format that this code reads and writes.</summary>
    public const int Format = 1;

    public const string Cluster = "cluster";
    public const string AwsAuth = "kubernetes/aws-auth";
    public const string Nodes = "kubernetes/nodes";
    public const string AccessEntries = "aws/access-entries";
    public const string PodIdentities = "aws/pod-identity-associations";
    public const string Addons = "aws/addons";
    public const string NodeGroups = "aws/node-groups";
    public const string IamRoles = "aws/iam-roles";
    public const string OidcProviders = "aws/oidc-providers";

    /// <summary>Kinds of which all objects are kept; of ConfigMaps only aws-auth is, of Secrets none.</summary>
    public static IReadOnlyList<KubernetesKind> Kinds { get; } =
        [.. KubernetesKind.Supported.Where(kind => kind != KubernetesKind.ConfigMap && kind != KubernetesKind.Secret)];

    /// <summary>Every name that a document may have.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Cluster, AwsAuth, Nodes, AccessEntries, PodIdentities, Addons, NodeGroups, IamRoles, OidcProviders, .. Kinds.Select(Of)];

    private readonly IReadOnlyDictionary<string, JsonObject> _documents;

    public ClusterDocuments(IReadOnlyDictionary<string, JsonObject> documents) => _documents = documents;

    public IReadOnlyDictionary<string, JsonObject> All => _documents;

    /// <summary>The name of the document with all objects of a kind.</summary>
    public static string Of(KubernetesKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return $"kubernetes/{kind.Plural}";
    }

    /// <summary>What follows from the documents.</summary>
    /// <param name="problems">Takes what cannot be used, each with the name of its document.</param>
    /// <returns>Null when a problem was added.</returns>
    public ClusterState? ToState(ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (!_documents.TryGetValue(Cluster, out var cluster))
        {
            problems.Add($"{Cluster}.json is missing: this is no state that eksiam save wrote");
            return null;
        }

        if (cluster["format"] is not JsonValue format || !format.TryGetValue(out int version) || version != Format)
        {
            problems.Add(
                $"{Cluster}.json has format {cluster["format"]?.ToJsonString() ?? "none"}, this eksiam reads format {Format.ToString(CultureInfo.InvariantCulture)}: "
                + "save the cluster again with the same version of eksiam, or use the one that wrote it");
            return null;
        }

        try
        {
            return Read(cluster);
        }
        // A document that somebody wrote or changed by hand.
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or JsonException or KeyNotFoundException)
        {
            problems.Add($"the saved state cannot be read: {wrong.Message} Save the cluster again");
            return null;
        }
    }

    private ClusterState Read(JsonObject cluster)
    {
        var objects = Kinds.Where(kind => _documents.ContainsKey(Of(kind))).ToDictionary(kind => kind, kind => List(Of(kind), "items")!);
        return new()
        {
            Name = Text(cluster, "name"),
            Arn = (string?)cluster["arn"],
            Region = (string?)cluster["region"],
            AccountId = (string?)cluster["accountId"],
            Mode = AuthenticationModes.Find((string?)cluster["authenticationMode"]),
            Status = (string?)cluster["status"],
            Version = (string?)cluster["version"],
            OidcIssuer = (string?)cluster["oidcIssuer"],
            AwsAuth = _documents.GetValueOrDefault(AwsAuth) is { } map ? Texts(map["data"]) : null,
            AwsAuthClaims = (string?)_documents.GetValueOrDefault(AwsAuth)?["metadata"]?["annotations"]?[ObjectAnnotations.Claims],
            AccessEntries = List(AccessEntries, "accessEntries")?.Select(Entry).ToList(),
            Roles = [.. Objects(KubernetesKind.ClusterRole).Concat(Objects(KubernetesKind.Role)).Select(RbacJson.Role)],
            Bindings = [.. Objects(KubernetesKind.ClusterRoleBinding).Concat(Objects(KubernetesKind.RoleBinding)).Select(RbacJson.Binding)],
            Namespaces = [.. Objects(KubernetesKind.Namespace).Select(body => new NamespaceState(RbacJson.NameOf(body), Texts(body["metadata"]?["labels"])))],
            ServiceAccounts =
            [
                .. Objects(KubernetesKind.ServiceAccount).Select(body => new ServiceAccountState(
                    (string?)body["metadata"]?["namespace"] ?? "", RbacJson.NameOf(body), Texts(body["metadata"]?["annotations"]))),
            ],
            PodIdentities = List(PodIdentities, "associations")?
                .Select(one => new PodIdentityState(Text(one, "namespace"), Text(one, "serviceAccount"), Text(one, "roleArn"))).ToList(),
            Addons = List(Addons, "addons")?.Select(Addon).ToList(),
            NodeGroups = List(NodeGroups, "nodegroups")?.Select(NodeGroup).ToList(),
            IamRoles = List(IamRoles, "roles")?.Select(IamRole).ToList(),
            OidcProviders = List(OidcProviders, "providers")?.Select(one => new OidcProviderState(Text(one, "arn"), TextList(one["clientIds"]))).ToList(),
            Objects = objects,
            Nodes = List(Nodes, "items") ?? [],
            Unread =
            [
                .. (cluster["unread"] as JsonArray ?? []).OfType<JsonObject>()
                    .Select(part => new UnreadPart(Text(part, "what"), Text(part, "why"), Text(part, "leavesUnknown"))),
            ],
        };

        IReadOnlyList<JsonObject> Objects(KubernetesKind kind) => objects.GetValueOrDefault(kind) ?? [];
    }

    private static AccessEntryState Entry(JsonObject entry) => new(
        Text(entry, "principalArn"),
        new AccessEntryContent
        {
            Type = (string?)entry["type"] ?? "STANDARD",
            Username = (string?)entry["username"] ?? "",
            Groups = TextList(entry["kubernetesGroups"]),
            Policies =
            [
                .. (entry["associatedAccessPolicies"] as JsonArray ?? []).OfType<JsonObject>().Select(policy => new PolicyAssociation(
                    Text(policy, "policyArn"), (string?)policy["accessScope"]?["type"] ?? "cluster", TextList(policy["accessScope"]?["namespaces"]))),
            ],
        },
        Moment(entry["createdAt"]))
    {
        Tags = entry["tags"] is { } tags ? Texts(tags) : null,
    };

    // As DescribeAddon and DescribeNodegroup give them.
    private static AddonState Addon(JsonObject addon) => new(
        Text(addon, "addonName"), (string?)addon["status"] ?? "", (string?)addon["serviceAccountRoleArn"], Issues(addon));

    private static NodeGroupState NodeGroup(JsonObject group) => new(
        Text(group, "nodegroupName"), (string?)group["status"] ?? "", Text(group, "nodeRole"), (int?)group["scalingConfig"]?["desiredSize"], Issues(group));

    private static IReadOnlyList<string> Issues(JsonObject parent) =>
        [.. (parent["health"]?["issues"] as JsonArray ?? []).OfType<JsonObject>().Select(issue => $"{(string?)issue["code"]}: {(string?)issue["message"]}")];

    private static IamRoleState IamRole(JsonObject role) => new(
        Text(role, "arn"), (bool?)role["exists"] ?? true, Moment(role["createDate"]), PolicyDocument.Read(role["assumeRolePolicyDocument"]));

    private static DateTimeOffset? Moment(JsonNode? node) =>
        (string?)node is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private IReadOnlyList<JsonObject>? List(string document, string member) =>
        _documents.GetValueOrDefault(document) is { } found ? [.. (found[member] as JsonArray ?? []).OfType<JsonObject>()] : null;

    private static string Text(JsonObject parent, string member) =>
        (string?)parent[member] ?? throw new FormatException($"\"{member}\" is missing in {parent.ToJsonString()}.");

    private static IReadOnlyList<string> TextList(JsonNode? node) => [.. (node as JsonArray ?? []).Select(item => (string?)item ?? "")];

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        (node as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
}
