using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Apply;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>Reads the configuration of a server-side apply: only what its author wrote, without defaults.</summary>
internal static class AppliedReader
{
    public static ReadBody Read(ApiRequest request)
    {
        var kind = request.Kind;
        if (request.Query.GetValueOrDefault("fieldManager", "").Length == 0)
            return ApiStatus.Invalid("meta.k8s.io", "PatchOptions", "PatchOptions.meta.k8s.io", "", [StatusCause.Required("fieldManager", "is required for apply patch")]);

        JsonBody json;
        try
        {
            json = YamlJson.Parse(request.Body.Span);
        }
        catch (JsonException wrong)
        {
            return ApiStatus.BadRequest($"error decoding YAML: {wrong.Message}");
        }

        if (json.Root is not JsonObject body) return ApiStatus.BadRequest("error decoding YAML: the patch is no object");
        if (body.Text("apiVersion") != kind.ApiVersion)
            return ApiStatus.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {body.Text("apiVersion")}, expected: {kind.ApiVersion}");
        if (body["metadata"]?["managedFields"] is JsonArray { Count: > 0 }) return ApiStatus.BadRequest("metadata.managedFields must be nil");
        if (body.Text("kind") != kind.Kind)
            return ApiStatus.Internal($"failed to merge config: expected objects of kind {kind.Kind}, but got {body.Text("kind")}");
        if (body.Name().Length == 0)
            return ApiStatus.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");
        if (body.Name() != request.Name)
            return ApiStatus.BadRequest($"the name of the object ({body.Name()}) does not match the name on the URL ({request.Name})");

        if (json.Duplicates.Count > 0 && request.FieldValidation == "Strict")
            return ApiStatus.BadRequest($"error strict decoding YAML: {string.Join(", ", json.Duplicates.Select(path => $"key \"{path}\" already set in map"))}");
        var typed = TypedReader.Read(kind.Schema, body);
        string[] faults =
        [
            .. typed.Unknown.Select(path => $".{path}: field not declared in schema"),
            .. typed.Faults.Where(fault => !fault.IsOfContent).Select(fault => $".{fault.Path}: expected {fault.Expected}, got {fault.Got}"),
        ];
        if (faults.Length > 0)
            return ApiStatus.Internal($"failed to create typed patch object ({request.Namespace}/{request.Name}; {kind.ApiVersion}, Kind={kind.Kind}): {Join(faults)}");
        if (typed.Faults.Count > 0)
            return CannotConvert(request, typed.Faults[0].Describe(kind.Kind));
        return new ReadBody(typed.Body, null, [.. json.Duplicates.Select(path => $"duplicate field \"{path}\"")]);
    }

    /// <summary>The patch is of the right shape, but what it says is no object.</summary>
    public static ApiStatus CannotConvert(ApiRequest request, string why) =>
        ApiStatus.Internal($"failed to convert new object ({request.Namespace}/{request.Name}; {request.Kind.ApiVersion}, Kind={request.Kind.Kind}) to proper version: {why}");

    /// <summary>The 409 that names each field and its manager.</summary>
    public static ApiStatus Refuse(IReadOnlyList<FieldConflict> conflicts)
    {
        var byManager = conflicts.GroupBy(conflict => conflict.Manager.Describe(), StringComparer.Ordinal).OrderBy(of => of.Key, StringComparer.Ordinal)
            .Select(of => $"conflicts with {of.Key}:\n{string.Join('\n', of.Select(conflict => $"- {conflict.Path}"))}");
        var message = conflicts.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager.Describe()}: {conflicts[0].Path}"
            : $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', byManager)}";
        return new ApiStatus(409, "Conflict", message)
        {
            Causes = [.. conflicts.Select(conflict => new StatusCause("FieldManagerConflict", $"conflict with {conflict.Manager.Describe()}", conflict.Path.ToString()))],
        };
    }

    private static string Join(string[] faults) => faults.Length == 1 ? faults[0] : $"errors:\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}\n";
}
