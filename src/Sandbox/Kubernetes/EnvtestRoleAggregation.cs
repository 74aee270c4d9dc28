using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>
/// Gives the ClusterRoles view, edit and admin their rules, once, which in a whole cluster kube-controller-manager does.
/// See https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles.
/// </summary>
internal static class EnvtestRoleAggregation
{
    private const string ClusterRoles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    public static async Task RunAsync(HttpClient admin, string endpoint, CancellationToken cancellationToken)
    {
        var list = await admin.GetFromJsonAsync<JsonNode>(endpoint + ClusterRoles, cancellationToken).ConfigureAwait(false)
            ?? throw new JsonException("The list of ClusterRoles is null.");
        var roles = list["items"]!.AsArray().Select(role => role!).ToList();

        // What is aggregated may be an aggregate itself (admin has edit, which has view): until nothing is new.
        var changed = new HashSet<JsonNode>();
        for (var news = 1; news > 0;)
            news = roles.Count(Aggregate);

        foreach (var role in changed)
        {
            var url = $"{endpoint}{ClusterRoles}/{role["metadata"]!["name"]}";
            using var answer = await admin.PutAsJsonAsync(url, role, cancellationToken).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
        }

        bool Aggregate(JsonNode role)
        {
            var selectors = role["aggregationRule"]?["clusterRoleSelectors"]?.AsArray() ?? [];
            var wanted = roles.Where(other => other != role && selectors.Any(selector => Matches(selector!, other)))
                .SelectMany(other => other["rules"] as JsonArray ?? [])
                .DistinctBy(rule => rule!.ToJsonString())
                .Select(rule => rule!.DeepClone());
            var rules = new JsonArray([.. wanted]);
            if (selectors.Count == 0 || JsonNode.DeepEquals(rules, role["rules"]))
                return false;
            role["rules"] = rules;
            changed.Add(role);
            return true;
        }
    }

    private static bool Matches(JsonNode selector, JsonNode role) =>
        selector["matchLabels"]!.AsObject().All(wanted => JsonNode.DeepEquals(role["metadata"]!["labels"]?[wanted.Key], wanted.Value));
}
