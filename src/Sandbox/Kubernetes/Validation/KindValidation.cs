using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>Checks whole objects, as the API server does before it stores them.</summary>
internal static class KindValidation
{
    private const int DataLimit = 1024 * 1024;

    /// <summary>Everything that is wrong with <paramref name="body"/>, and with the change from <paramref name="before"/> if there is one.</summary>
    public static IReadOnlyList<StatusCause> Check(ResourceKind kind, JsonObject body, JsonObject? before) =>
        [.. MetadataValidation.Check(kind, body), .. Content(kind, body), .. before is null ? [] : Change(kind, before, body)];

    private static IEnumerable<StatusCause> Content(ResourceKind kind, JsonObject body) => kind.Plural switch
    {
        "configmaps" => Keys(body, "data", "binaryData").Concat(TooLong("", TextSize(body["data"]) + BytesSize(body["binaryData"]))),
        "secrets" => Keys(body, "data").Concat(TooLong("data", BytesSize(body["data"]))),
        "roles" or "clusterroles" => RbacValidation.Role(kind, body),
        "rolebindings" or "clusterrolebindings" => RbacValidation.Binding(kind, body),
        "resourcequotas" or "limitranges" => QuotaValidation.Check(kind, body),
        "networkpolicies" => NetworkPolicyValidation.Check(body),
        _ => [],
    };

    private static IEnumerable<StatusCause> Change(ResourceKind kind, JsonObject before, JsonObject body) => kind.Plural switch
    {
        "configmaps" => Immutable(before, body, "data", "binaryData"),
        "secrets" => Immutable(before, body, "data").Concat(
            before.Text("type") == body.Text("type") ? [] : [StatusCause.Invalid("type", StatusCause.Quote(body.Text("type")), "field is immutable")]),
        "rolebindings" or "clusterrolebindings" => RbacValidation.BindingChange(before, body),
        _ => [],
    };

    private static IEnumerable<StatusCause> Keys(JsonObject body, params string[] members)
    {
        foreach (var member in members)
        {
            foreach (var key in (body[member] as JsonObject ?? []).Select(pair => pair.Key))
            {
                if (Names.ConfigKey(key) is { } wrong) yield return StatusCause.Invalid($"{member}[{key}]", StatusCause.Quote(key), wrong);
                else if (member == "binaryData" && body["data"] is JsonObject data && data.ContainsKey(key))
                    yield return StatusCause.Invalid($"data[{key}]", StatusCause.Quote(key), "duplicate of key present in binaryData");
            }
        }
    }

    private static IEnumerable<StatusCause> TooLong(string field, long size) => size > DataLimit ? [StatusCause.TooLong(field, DataLimit)] : [];

    private static long TextSize(JsonNode? map) => Values(map).Sum(text => (long)Encoding.UTF8.GetByteCount(text));

    private static long BytesSize(JsonNode? map) => Values(map).Sum(text => (long)Convert.FromBase64String(text).Length);

    private static IEnumerable<string> Values(JsonNode? map) => (map as JsonObject ?? []).Select(pair => pair.Value?.GetValue<string>() ?? "");

    private static IEnumerable<StatusCause> Immutable(JsonObject before, JsonObject body, params string[] members)
    {
        if (!IsTrue(before["immutable"])) yield break;
        const string Why = "field is immutable when `immutable` is set";
        if (!IsTrue(body["immutable"])) yield return StatusCause.Forbidden("immutable", Why);
        foreach (var member in members.Where(member => !JsonNode.DeepEquals(before[member], body[member]))) yield return StatusCause.Forbidden(member, Why);
    }

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.True;
}
