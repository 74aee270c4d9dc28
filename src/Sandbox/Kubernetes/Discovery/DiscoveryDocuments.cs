using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Discovery;

/// <summary>What the server tells about itself: version, health, groups and resources; enough for kubectl.</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static IEnumerable<string> Groups =>
        Kinds.All.Select(kind => kind.Group).Append(AccessReviews.Group).Where(group => group.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>The document at a path; null: there is none.</summary>
    public static JsonObject? Find(string path) => path.Trim('/').Split('/') switch
    {
        ["version"] => Version(),
        ["healthz" or "livez" or "readyz"] => new JsonObject { ["status"] = "ok" },
        ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
        ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups.Select(GroupOf)]) },
        ["apis", var group] when Groups.Contains(group, StringComparer.Ordinal) => Named(GroupOf(group)),
        ["api", "v1"] => Resources(""),
        ["apis", var group, "v1"] when Groups.Contains(group, StringComparer.Ordinal) => Resources(group),
        ["openapi", "v3"] => OpenApi.Index(Groups),
        ["openapi", "v3", "api", "v1"] => OpenApi.Document(""),
        ["openapi", "v3", "apis", var group, "v1"] when Groups.Contains(group, StringComparer.Ordinal) => OpenApi.Document(group),
        _ => null,
    };

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "34",
        ["gitVersion"] = "v1.34.0-eksiam-sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2025-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "",
    };

    private static JsonObject GroupOf(string group)
    {
        var version = new JsonObject { ["groupVersion"] = $"{group}/v1", ["version"] = "v1" };
        return new JsonObject { ["name"] = group, ["versions"] = new JsonArray(version), ["preferredVersion"] = version.DeepClone() };
    }

    private static JsonObject Named(JsonObject group)
    {
        group["kind"] = "APIGroup";
        group["apiVersion"] = "v1";
        return group;
    }

    private static JsonObject Resources(string group)
    {
        var resources = new JsonArray();
        foreach (var kind in Kinds.All.Where(kind => kind.Group == group))
        {
            resources.Add((JsonNode)Resource(kind.Plural, kind.Singular, kind.Kind, kind.Namespaced, Verbs, kind.ShortNames));
            if (kind.HasStatus) resources.Add((JsonNode)Resource($"{kind.Plural}/status", "", kind.Kind, kind.Namespaced, ["get", "patch", "update"], []));
        }

        if (group == AccessReviews.Group)
        {
            foreach (var review in Enum.GetNames<ReviewKind>())
            {
                var singular = review.ToLowerInvariant();
                resources.Add((JsonNode)Resource($"{singular}s", singular, review, false, ["create"], []));
            }
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? "v1" : $"{group}/v1",
            ["resources"] = resources,
        };
    }

    private static JsonObject Resource(string plural, string singular, string kind, bool namespaced, string[] verbs, IReadOnlyList<string> shortNames)
    {
        var resource = new JsonObject { ["name"] = plural, ["singularName"] = singular, ["namespaced"] = namespaced, ["kind"] = kind, ["verbs"] = verbs.ToJsonArray() };
        if (shortNames.Count > 0) resource["shortNames"] = shortNames.ToJsonArray();
        return resource;
    }
}
