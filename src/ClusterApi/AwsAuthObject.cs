using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.ClusterApi;

/// <summary>The ConfigMap kube-system/aws-auth between its JSON on the wire and what decisions need of it.</summary>
public static class AwsAuthObject
{
    // What every object has, and nobody put there by hand.
    private static readonly HashSet<string> SetByServer = new(StringComparer.Ordinal)
    {
        "name", "namespace", "uid", "resourceVersion", "creationTimestamp", "managedFields", "selfLink", "generation", "annotations",
    };

    public static AwsAuthConfigMap Read(JsonObject live)
    {
        var metadata = live["metadata"] as JsonObject ?? [];
        var annotations = Texts(metadata["annotations"]);
        annotations.Remove(ObjectAnnotations.Claims, out var claims);
        var binaryData = Texts(live["binaryData"]);
        return new AwsAuthConfigMap
        {
            Data = Texts(live["data"]),
            Claims = claims,
            HasOtherContent = annotations.Count > 0 || binaryData.Count > 0 || live.ContainsKey("immutable")
                || metadata.Any(member => !SetByServer.Contains(member.Key)),
            OtherAnnotationBytes = annotations.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)),
            BinaryDataBytes = binaryData.Sum(pair => pair.Value.Length / 4 * 3),
        };
    }

    /// <summary>The object to send: the live one, resourceVersion and all, with nothing else changed; or a new one.</summary>
    public static JsonObject Changed(JsonObject? live, AwsAuthDecision.Write write)
    {
        var address = ObjectAddress.AwsAuth;
        var body = (JsonObject?)live?.DeepClone() ?? new JsonObject
        {
            ["apiVersion"] = address.Kind.ApiVersion,
            ["kind"] = address.Kind.Kind,
            ["metadata"] = new JsonObject { ["name"] = address.Name, ["namespace"] = address.Namespace },
        };
        foreach (var (key, text) in write.Data)
            Set(body, "data", key, text);
        Set((JsonObject)body["metadata"]!, "annotations", ObjectAnnotations.Claims, write.Claims);
        return body;
    }

    /// <summary>Sets a member of an inner object, or takes it away; the inner object comes and goes with its members.</summary>
    private static void Set(JsonObject parent, string name, string key, string? text)
    {
        if (text is not null)
        {
            if (parent[name] is not JsonObject inner)
                parent[name] = inner = [];
            inner[key] = text;
        }
        else if (parent[name] is JsonObject inner && inner.Remove(key) && inner.Count == 0)
        {
            parent.Remove(name);
        }
    }

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        node is JsonObject members
            ? members.ToDictionary(member => member.Key, member => (string?)member.Value ?? "", StringComparer.Ordinal)
            : [];
}
