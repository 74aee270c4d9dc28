using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Ownership.AccessEntries;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Access entries between EKS's JSON on the wire and what decisions need of them.
/// <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html"/></summary>
internal static class AccessEntryJson
{
    public static LiveAccessEntry? Read(JsonObject body, IReadOnlyList<PolicyAssociation> policies)
    {
        if (body["accessEntry"] is not JsonObject entry)
            return null;
        var content = new AccessEntryContent
        {
            Type = (string?)entry["type"] ?? AccessEntryTypes.Name(AccessEntryType.Standard),
            Username = (string?)entry["username"] ?? "",
            Groups = Texts(entry["kubernetesGroups"]),
            Policies = policies,
        };
        return new LiveAccessEntry(
            (string?)entry["principalArn"] ?? "",
            (string?)entry["accessEntryArn"] ?? "",
            CreatedAt(entry["createdAt"]),
            content,
            (entry["tags"] as JsonObject ?? []).ToDictionary(tag => tag.Key, tag => (string?)tag.Value ?? "", StringComparer.Ordinal));
    }

    public static IEnumerable<PolicyAssociation> Policies(JsonObject body) =>
        (body["associatedAccessPolicies"] as JsonArray ?? []).OfType<JsonObject>().Select(policy => new PolicyAssociation(
            (string?)policy["policyArn"] ?? "", (string?)policy["accessScope"]?["type"] ?? "", Texts(policy["accessScope"]?["namespaces"])));

    public static JsonObject Create(string principalArn, AccessEntryStep.Create create)
    {
        var body = new JsonObject { ["principalArn"] = principalArn, ["type"] = create.Content.Type, ["tags"] = Tags(create.Tags) };
        if (create.Content.Type == AccessEntryTypes.Name(AccessEntryType.Standard))
            (body["username"], body["kubernetesGroups"]) = (create.Content.Username, List(create.Content.Groups));
        return body;
    }

    public static JsonObject Rename(AccessEntryStep.Rename rename) =>
        new() { ["username"] = rename.Username, ["kubernetesGroups"] = List(rename.Groups) };

    public static JsonObject Associate(PolicyAssociation policy)
    {
        var scope = new JsonObject { ["type"] = policy.Scope };
        if (policy.Namespaces.Count > 0)
            scope["namespaces"] = List(policy.Namespaces);
        return new JsonObject { ["policyArn"] = policy.PolicyArn, ["accessScope"] = scope };
    }

    public static JsonObject Tags(IReadOnlyDictionary<string, string> tags) =>
        new(tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    // Seconds, with a fraction. An entry that does not say so is not taken for older than its principal.
    private static DateTimeOffset CreatedAt(JsonNode? at) =>
        at is JsonValue value && value.TryGetValue<double>(out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : DateTimeOffset.MaxValue;

    private static JsonArray List(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static IReadOnlyList<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => (string?)item).OfType<string>()];
}
