using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>
/// The cluster that a spec describes, as if it were deployed and nothing else were in it: what the app makes of the spec, and the default roles of
/// Kubernetes. Roles whose name CloudFormation makes up have the name of what they are for.
/// </summary>
public static class SpecState
{
    private static readonly string[] s_namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];
    private static readonly string[] s_securityModes = ["enforce", "warn", "audit"];

    public static ClusterDocuments Of(AccessSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var place = SpecPlace.Of(spec);
        var let = new SpecPrincipals(spec, place);
        var workloads = new SpecWorkloads(spec, place);
        var documents = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            [ClusterDocuments.Cluster] = Cluster(spec, place),
            [ClusterDocuments.AccessEntries] = List("accessEntries", let.AccessEntries),
            [ClusterDocuments.PodIdentities] = List("associations", workloads.Associations),
            [ClusterDocuments.IamRoles] = List("roles", let.CreatedRoles.Concat(workloads.CreatedRoles)),
            [ClusterDocuments.Of(KubernetesKind.ClusterRole)] = List("items", DefaultRoles.All.Select(Default).Concat(ClusterRoles(spec))),
            [ClusterDocuments.Of(KubernetesKind.Role)] = List("items", Roles(spec)),
            [ClusterDocuments.Of(KubernetesKind.ClusterRoleBinding)] = List(
                "items", DefaultRoles.Bindings.Concat(SpecBindings.Of(spec).Where(binding => binding.Namespace.Length == 0)).Select(SpecBindings.Json)),
            [ClusterDocuments.Of(KubernetesKind.RoleBinding)] = List(
                "items", SpecBindings.Of(spec).Where(binding => binding.Namespace.Length > 0).Select(SpecBindings.Json)),
            [ClusterDocuments.Of(KubernetesKind.Namespace)] = List("items", Namespaces(spec)),
            [ClusterDocuments.Of(KubernetesKind.ServiceAccount)] = List("items", workloads.ServiceAccounts),
        };
        if (let.AwsAuth.Count > 0)
        {
            documents[ClusterDocuments.AwsAuth] = new JsonObject
            {
                ["data"] = new JsonObject(let.AwsAuth.Select(section => KeyValuePair.Create(section.Key, (JsonNode?)section.Value))),
            };
        }

        return new(documents);
    }

    private static JsonObject Cluster(AccessSpec spec, SpecPlace place) => new()
    {
        ["format"] = ClusterDocuments.Format,
        ["name"] = spec.Cluster.Name.Text,
        ["arn"] = spec.Cluster.Arn?.Text,
        ["region"] = place.Region,
        ["accountId"] = place.AccountId,
        ["authenticationMode"] = spec.Cluster.AuthenticationMode.Name(),
        ["oidcIssuer"] = spec.Cluster.OidcIssuer?.Text,
        ["unread"] = new JsonArray(new JsonObject
        {
            ["what"] = UnreadPart.LiveCluster,
            ["why"] = "a spec has only what it declares itself",
            ["leavesUnknown"] = "whom others let in, and what others bind",
        }),
    };

    private static IEnumerable<JsonObject> ClusterRoles(AccessSpec spec) =>
        spec.Roles.Where(role => role.Namespaces is null).Select(role => Role(role.Name.Text, null, role.Rules));

    private static IEnumerable<JsonObject> Roles(AccessSpec spec) =>
        from role in spec.Roles
        from ns in role.Namespaces ?? []
        select Role(role.Name.Text, ns.Text, role.Rules);

    private static JsonObject Role(string name, string? inNamespace, IEnumerable<RuleSpec> rules) => new()
    {
        ["metadata"] = Metadata(name, inNamespace),
        ["rules"] = new JsonArray([.. rules.Select(rule => Rule(new()
        {
            Verbs = Texts(rule.Verbs),
            ApiGroups = Texts(rule.ApiGroups ?? []),
            Resources = Texts(rule.Resources),
            ResourceNames = Texts(rule.ResourceNames),
            NonResourceUrls = Texts(rule.NonResourceUrls),
        }))]),
    };

    private static JsonObject Default(DefaultRole role)
    {
        var json = new JsonObject
        {
            ["metadata"] = Metadata(role.Name, null),
            ["rules"] = new JsonArray([.. DefaultRoles.Roles.First(made => made.Name == role.Name).Rules.Select(Rule)]),
        };
        json["metadata"]!["labels"] = new JsonObject(
            role.Labels.Select(label => KeyValuePair.Create(label, (JsonNode?)"true"))
                .Append(KeyValuePair.Create("kubernetes.io/bootstrapping", (JsonNode?)"rbac-defaults")));
        return json;
    }

    private static JsonObject Rule(PolicyRule rule) => new()
    {
        ["verbs"] = Array(rule.Verbs),
        ["apiGroups"] = Array(rule.ApiGroups),
        ["resources"] = Array(rule.Resources),
        ["resourceNames"] = Array(rule.ResourceNames),
        ["nonResourceURLs"] = Array(rule.NonResourceUrls),
    };

    private static IEnumerable<JsonObject> Namespaces(AccessSpec spec)
    {
        var listed = spec.Namespaces.ToDictionary(item => item.Name.Text, item => item.PodSecurity, StringComparer.Ordinal);
        foreach (var name in s_namespaces.Concat(listed.Keys).Concat(spec.UnlistedNamespaces).Distinct(StringComparer.Ordinal))
        {
            var body = new JsonObject { ["metadata"] = Metadata(name, null) };
            if (listed.GetValueOrDefault(name) is { } level)
            {
                body["metadata"]!["labels"] = new JsonObject(s_securityModes.Select(
                    mode => KeyValuePair.Create($"pod-security.kubernetes.io/{mode}", (JsonNode?)level.ToString().ToLowerInvariant())));
            }

            yield return body;
        }
    }

    internal static JsonObject Metadata(string name, string? inNamespace)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (inNamespace is not null) metadata["namespace"] = inNamespace;
        return metadata;
    }

    internal static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject List(string member, IEnumerable<JsonObject> items) => new() { [member] = new JsonArray([.. items]) };

    private static string[] Texts(IEnumerable<Word> words) => [.. words.Select(word => word.Text)];
}
