using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Http;

/// <summary>One field that is wrong, as a Status gives it in <c>details.causes</c>.</summary>
internal sealed record StatusCause(string Reason, string Message, string Field)
{
    public static StatusCause Invalid(string field, string got, string why) => new("FieldValueInvalid", $"Invalid value: {got}: {why}", field);

    public static StatusCause Required(string field, string why = "") =>
        new("FieldValueRequired", why.Length == 0 ? "Required value" : $"Required value: {why}", field);

    public static StatusCause Forbidden(string field, string why) => new("FieldValueForbidden", $"Forbidden: {why}", field);

    public static StatusCause NotSupported(string field, string got, params IEnumerable<string> supported) =>
        new("FieldValueNotSupported", $"Unsupported value: {Quote(got)}: supported values: {string.Join(", ", supported.Select(Quote))}", field);

    public static StatusCause TooLong(string field, int limit) => new("FieldValueTooLong", $"Too long: must have at most {limit} bytes", field);

    /// <summary>A text in quotes, as messages show values.</summary>
    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public override string ToString() => $"{Field}: {Message}";
}

/// <summary>A refusal in the words of kube-apiserver (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).</summary>
internal sealed record ApiStatus(int Code, string Reason, string Message)
{
    public string Name { get; init; } = "";

    public string Group { get; init; } = "";

    /// <summary>The plural of the resource, or the kind when the object is invalid.</summary>
    public string Kind { get; init; } = "";

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    public static ApiStatus Unauthorized { get; } = new(401, "Unauthorized", "Unauthorized");

    public static ApiStatus PageNotFound { get; } = new(404, "NotFound", "the server could not find the requested resource");

    public static ApiStatus MethodNotAllowed { get; } = new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static ApiStatus UnsupportedMediaType { get; } = new(
        415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml");

    public static ApiStatus BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>An error without a reason, as the server answers when it had not thought of one.</summary>
    public static ApiStatus Internal(string message) => new(500, "", message);

    public static ApiStatus NotFound(ResourceKind kind, string name) => About(404, "NotFound", kind, name, $"{kind.QualifiedPlural} \"{name}\" not found");

    public static ApiStatus AlreadyExists(ResourceKind kind, string name) =>
        About(409, "AlreadyExists", kind, name, $"{kind.QualifiedPlural} \"{name}\" already exists");

    public static ApiStatus Conflict(ResourceKind kind, string name, string why) =>
        About(409, "Conflict", kind, name, $"Operation cannot be fulfilled on {kind.QualifiedPlural} \"{name}\": {why}");

    public static ApiStatus Modified(ResourceKind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiStatus Forbidden(ResourceKind kind, string name, string why) =>
        About(403, "Forbidden", kind, name, name.Length == 0 ? $"{kind.QualifiedPlural} is forbidden: {why}" : $"{kind.QualifiedPlural} \"{name}\" is forbidden: {why}");

    public static ApiStatus Invalid(ResourceKind kind, string name, IReadOnlyList<StatusCause> causes) =>
        Invalid(kind.Group, kind.Kind, kind.QualifiedKind, name, causes);

    public static ApiStatus Invalid(string group, string kind, string qualifiedKind, string name, IReadOnlyList<StatusCause> causes) =>
        new(422, "Invalid", $"{qualifiedKind} \"{name}\" is invalid: {(causes.Count == 1 ? causes[0].ToString() : $"[{string.Join(", ", causes)}]")}")
        {
            Name = name,
            Group = group,
            Kind = kind,
            Causes = causes,
        };

    public JsonObject ToJson()
    {
        var details = new JsonObject();
        if (Name.Length > 0) details["name"] = Name;
        if (Group.Length > 0) details["group"] = Group;
        if (Kind.Length > 0) details["kind"] = Kind;
        if (Causes.Count > 0) details["causes"] = new JsonArray([.. Causes.Select(ToJson)]);
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = Message };
        if (Reason.Length > 0) status["reason"] = Reason;
        if (details.Count > 0) status["details"] = details;
        status["code"] = Code;
        return status;
    }

    private static JsonNode ToJson(StatusCause cause)
    {
        var json = new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message };
        if (cause.Field.Length > 0) json["field"] = cause.Field;
        return json;
    }

    private static ApiStatus About(int code, string reason, ResourceKind kind, string name, string message) =>
        new(code, reason, message) { Name = name, Group = kind.Group, Kind = kind.Plural };
}
