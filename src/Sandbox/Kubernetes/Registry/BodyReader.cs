using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Validation;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>An object as it came with a request, or why it is refused.</summary>
/// <param name="Body">By the schema and with defaults; null when refused.</param>
/// <param name="Refusal">Why, when refused.</param>
/// <param name="Warnings">Unknown and duplicate fields, when they are only warned of.</param>
internal sealed record ReadBody(JsonObject? Body, ApiStatus? Refusal, IReadOnlyList<string> Warnings)
{
    public static implicit operator ReadBody(ApiStatus refusal) => new(null, refusal, []);
}

/// <summary>Reads the object of a request.</summary>
internal static class BodyReader
{
    /// <summary>The object that a POST or PUT carries.</summary>
    public static ReadBody Read(ApiRequest request)
    {
        JsonBody json;
        try
        {
            json = YamlJson.IsYaml(request.ContentType) ? YamlJson.Parse(request.Body.Span) : JsonBody.Parse(request.Body.Span);
        }
        catch (JsonException wrong)
        {
            return ApiStatus.BadRequest($"the object provided is unrecognized (must be of type {request.Kind.Kind}): couldn't get version/kind; json parse error: {wrong.Message}");
        }

        return json.Root is JsonObject body
            ? Typed(request, body, json.Duplicates)
            : ApiStatus.BadRequest($"the object provided is unrecognized (must be of type {request.Kind.Kind}): couldn't get version/kind; json parse error: it is no JSON object");
    }

    /// <summary>An object by the schema of its kind, with defaults.</summary>
    public static ReadBody Typed(ApiRequest request, JsonObject body, IReadOnlyList<string> duplicates)
    {
        var kind = request.Kind;
        var (apiVersion, named) = (body.Text("apiVersion"), body.Text("kind"));
        if (apiVersion.Length > 0 && apiVersion != kind.ApiVersion)
        {
            return ApiStatus.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({kind.ApiVersion})");
        }

        var cannot = $"{(named.Length > 0 ? named : kind.Kind)} in version \"{ResourceKind.Version}\" cannot be handled as a {kind.Kind}";
        if (named.Length > 0 && named != kind.Kind) return ApiStatus.BadRequest($"{cannot}: no kind \"{named}\" is expected here");
        var typed = TypedReader.Read(kind.Schema, body);
        if (typed.Faults.Count > 0) return ApiStatus.BadRequest($"{cannot}: {typed.Faults[0].Describe(kind.Kind)}");
        string[] strange = [.. duplicates.Select(path => $"duplicate field \"{path}\""), .. typed.Unknown.Select(path => $"unknown field \"{path}\"")];
        if (strange.Length > 0 && request.FieldValidation == "Strict") return ApiStatus.BadRequest($"{cannot}: strict decoding error: {string.Join(", ", strange)}");
        typed.Body["apiVersion"] = kind.ApiVersion;
        typed.Body["kind"] = kind.Kind;
        Defaults.Fill(kind, typed.Body);
        return new ReadBody(typed.Body, null, request.FieldValidation == "Ignore" ? [] : strange);
    }
}
