using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Discovery;

/// <summary>As much of OpenAPI v3 as kubectl looks at: which kinds can be patched, and that fieldValidation is known.</summary>
internal static class OpenApi
{
    public static JsonObject Index(IEnumerable<string> groups)
    {
        var paths = new JsonObject { ["api/v1"] = Link("api/v1") };
        foreach (var group in groups) paths[$"apis/{group}/v1"] = Link($"apis/{group}/v1");
        return new JsonObject { ["paths"] = paths };
    }

    public static JsonObject Document(string group)
    {
        var paths = new JsonObject();
        foreach (var kind in Kinds.All.Where(kind => kind.Group == group))
        {
            var root = group.Length == 0 ? "/api/v1" : $"/apis/{kind.ApiVersion}";
            paths[$"{root}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}/{{name}}"] = new JsonObject
            {
                ["patch"] = new JsonObject
                {
                    ["parameters"] = new JsonArray([.. new[] { "dryRun", "fieldManager", "fieldValidation", "force" }.Select(Parameter)]),
                    ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
                    ["x-kubernetes-action"] = "patch",
                    ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = ResourceKind.Version },
                },
            };
        }

        return new JsonObject { ["openapi"] = "3.0.0", ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.34.0" }, ["paths"] = paths };
    }

    private static JsonNode Parameter(string name) => new JsonObject
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = name == "force" ? "boolean" : "string" },
    };

    private static JsonObject Link(string path) => new() { ["serverRelativeURL"] = $"/openapi/v3/{path}" };
}
