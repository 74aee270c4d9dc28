using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>An access entry as templates write it, and as callers of EKS do: the same members, in the other case.</summary>
internal static class EntryProperties
{
    /// <summary><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eks-accessentry.html"/></summary>
    public static EntryContent Read(JsonObject properties) => new(
        (string?)properties["PrincipalArn"] ?? "", (string?)properties["Type"], (string?)properties["Username"],
        AccessEntry.Texts(properties["KubernetesGroups"]))
    {
        Policies =
        [
            .. (properties["AccessPolicies"] as JsonArray ?? []).OfType<JsonObject>().Select(policy => new AssociatedPolicy(
                (string?)policy["PolicyArn"] ?? "", (string?)policy["AccessScope"]?["Type"] ?? "", AccessEntry.Texts(policy["AccessScope"]?["Namespaces"]))),
        ],
        Tags = (properties["Tags"] as JsonArray ?? []).OfType<JsonObject>()
            .ToDictionary(tag => (string?)tag["Key"] ?? "", tag => (string?)tag["Value"] ?? "", StringComparer.Ordinal),
    };

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html"/></summary>
    public static EntryContent ReadCall(JsonObject body) => new(
        (string?)body["principalArn"] ?? "", (string?)body["type"], (string?)body["username"], AccessEntry.Texts(body["kubernetesGroups"]))
    {
        Tags = ReadTags(body),
    };

    public static IReadOnlyDictionary<string, string> ReadTags(JsonObject body) => (body["tags"] as JsonObject ?? [])
        .ToDictionary(tag => tag.Key, tag => (string?)tag.Value ?? "", StringComparer.Ordinal);

    public static AssociatedPolicy ReadPolicy(JsonObject body) => new(
        (string?)body["policyArn"] ?? "", (string?)body["accessScope"]?["type"] ?? "", AccessEntry.Texts(body["accessScope"]?["namespaces"]));

    public static JsonObject Written(AccessEntry entry) => new()
    {
        ["clusterName"] = entry.Cluster.Name,
        ["principalArn"] = entry.PrincipalArn,
        ["kubernetesGroups"] = TextList(entry.Groups),
        ["accessEntryArn"] = entry.Arn,
        ["createdAt"] = Seconds(entry.CreatedAt),
        ["modifiedAt"] = Seconds(entry.ModifiedAt),
        ["tags"] = new JsonObject(entry.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))),
        ["username"] = entry.Username,
        ["type"] = Access.AccessEntries.AccessEntryTypes.Name(entry.Type),
    };

    public static JsonObject Whole(AccessEntry entry)
    {
        var whole = Written(entry);
        whole["accessPolicies"] = new JsonArray([.. entry.Associated.OrderBy(policy => policy.PolicyArn, StringComparer.Ordinal).Select(Written)]);
        return whole;
    }

    public static JsonObject Written(AssociatedPolicy policy) => new()
    {
        ["policyArn"] = policy.PolicyArn,
        ["accessScope"] = new JsonObject { ["type"] = policy.Scope, ["namespaces"] = TextList(policy.Namespaces) },
        ["associatedAt"] = Seconds(policy.AssociatedAt),
        ["modifiedAt"] = Seconds(policy.ModifiedAt),
    };

    public static JsonArray TextList(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
