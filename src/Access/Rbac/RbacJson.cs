using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Rbac;

/// <summary>Roles and bindings as the API server gives them. What is not as it should be counts as absent: the server lets nobody write it.</summary>
public static class RbacJson
{
    public static RbacRole Role(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new() { Namespace = Text(body["metadata"], "namespace"), Name = NameOf(body), Rules = Rules(body) };
    }

    /// <summary>The name of any object.</summary>
    public static string NameOf(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Text(body["metadata"], "name");
    }

    public static IReadOnlyList<PolicyRule> Rules(JsonObject body) =>
    [
        .. Objects(body, "rules").Select(rule => new PolicyRule
        {
            Verbs = Texts(rule, "verbs"), ApiGroups = Texts(rule, "apiGroups"), Resources = Texts(rule, "resources"),
            ResourceNames = Texts(rule, "resourceNames"), NonResourceUrls = Texts(rule, "nonResourceURLs"),
        }),
    ];

    public static RbacBinding Binding(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var role = body["roleRef"];
        return new()
        {
            Namespace = Text(body["metadata"], "namespace"),
            Name = NameOf(body),
            RoleIsClusterRole = Text(role, "kind") == "ClusterRole",
            RoleName = Text(role, "name"),
            Subjects =
            [
                .. Objects(body, "subjects").Where(subject => Enum.TryParse<SubjectKind>(Text(subject, "kind"), out _))
                    .Select(subject => new RbacSubject(Enum.Parse<SubjectKind>(Text(subject, "kind")), Text(subject, "name"), Text(subject, "namespace"))),
            ],
        };
    }

    private static string Text(JsonNode? node, string name) => TextOf((node as JsonObject)?[name]) ?? "";

    private static IReadOnlyList<string> Texts(JsonObject parent, string name) => [.. (parent[name] as JsonArray ?? []).Select(TextOf).OfType<string>()];

    private static IEnumerable<JsonObject> Objects(JsonObject parent, string name) => (parent[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
