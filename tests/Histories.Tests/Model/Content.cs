namespace EksIamCdk.Histories.Tests.Model;

/// <summary>Objects as values: what is said of them, leaf by leaf.</summary>
public static class Content
{
    private static readonly string[] SetByServer =
        ["name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

    public static JsonObject ConfigMap(IReadOnlyDictionary<string, string> data) => new()
    {
        ["data"] = new JsonObject(data.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    public static JsonObject Binding(string group, string role) => new()
    {
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = role },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = group }),
    };

    public static JsonObject Label(string name, string value) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [name] = value } },
    };

    /// <summary>The one laid over the other.</summary>
    public static JsonObject Over(JsonObject under, JsonObject over)
    {
        var result = (JsonObject)under.DeepClone();
        foreach (var (member, value) in over)
            result[member] = value is JsonObject inner && result[member] is JsonObject below ? Over(below, inner) : value?.DeepClone();
        return result;
    }

    /// <summary>What the one says besides the other, whatever the values.</summary>
    public static JsonObject Without(JsonObject one, JsonObject other)
    {
        var result = new JsonObject();
        foreach (var (member, value) in one)
        {
            if (value is JsonObject inner && Without(inner, other[member] as JsonObject ?? []) is { Count: > 0 } rest)
                result[member] = rest;
            else if (value is not JsonObject && !other.ContainsKey(member))
                result[member] = value?.DeepClone();
        }

        return result;
    }

    /// <summary>Whether the one says all that the other says.</summary>
    public static bool Says(JsonObject one, JsonObject other) => Leaves(other).ToHashSet().IsSubsetOf(Leaves(one));

    /// <summary>Every value with its path; lists are values.</summary>
    public static IEnumerable<(string Path, string Value)> Leaves(JsonObject content) => Leaves(content, "");

    /// <summary>Of a live object what somebody declared, without anything of the API server's and of this project's.</summary>
    public static JsonObject OfLive(JsonObject live)
    {
        var content = (JsonObject)live.DeepClone();
        content.Remove("apiVersion");
        content.Remove("kind");
        var metadata = (JsonObject)content["metadata"]!;
        foreach (var member in SetByServer)
            metadata.Remove(member);
        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var ours in annotations.Select(pair => pair.Key).Where(key => key.StartsWith("eks-iam-cdk/", StringComparison.Ordinal)).ToList())
                annotations.Remove(ours);
        }

        return content;
    }

    private static IEnumerable<(string Path, string Value)> Leaves(JsonObject content, string path) =>
        content.SelectMany(member => member.Value is JsonObject inner
            ? Leaves(inner, $"{path}/{member.Key}")
            : [($"{path}/{member.Key}", Sorted(member.Value)?.ToJsonString() ?? "null")]);

    // A server writes the members of an item in an order of its own.
    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject item => new JsonObject(item.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => value?.DeepClone(),
    };
}
