using EksIamCdk.Sandbox.Kubernetes.Schemas;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Kubernetes.Http;

/// <summary>What a path of a resource says.</summary>
internal sealed record ResourcePath(ResourceKind Kind, string Namespace, string Name, string Subresource)
{
    /// <summary>
    /// Reads <c>/api/v1/…</c> and <c>/apis/GROUP/v1/…</c>; null when it is no path of a resource. A resource that the server does not keep is one
    /// as well: whether somebody may see it is asked before anything else.
    /// </summary>
    public static ResourcePath? Read(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = parts switch
        {
            ["api", "v1", .. var below] => ("", below),
            ["apis", var name, "v1", .. var below] => (name, below),
            _ => ("", []),
        };
        return rest switch
        {
            ["namespaces", var name] => Of("namespaces", false, "", name, ""),
            ["namespaces", var name, "status" or "finalize"] => Of("namespaces", false, "", name, rest[2]),
            ["namespaces", var inside, var plural] => Of(plural, true, inside, "", ""),
            ["namespaces", var inside, var plural, var name] => Of(plural, true, inside, name, ""),
            ["namespaces", var inside, var plural, var name, var below] => Of(plural, true, inside, name, below),
            [var plural] => Of(plural, Kinds.Find(group, plural)?.Namespaced ?? false, "", "", ""),
            [var plural, var name] => Of(plural, false, "", name, ""),
            [var plural, var name, var below] => Of(plural, false, "", name, below),
            _ => null,
        };

        ResourcePath Of(string plural, bool namespaced, string inside, string name, string subresource)
        {
            var kind = Kinds.Find(group, plural);
            var isKept = kind?.Namespaced == namespaced
                && (subresource.Length == 0 || (kind.HasStatus && subresource == "status") || (kind == Kinds.Namespace && subresource == "finalize"));
            return new ResourcePath(isKept ? kind! : ResourceKind.NotKept(group, plural, namespaced), inside, name, subresource);
        }
    }
}

/// <summary>Makes an <see cref="ApiRequest"/> of what came over the wire.</summary>
internal static class RequestReader
{
    /// <summary>The verb of a request; null: the method is not allowed there.</summary>
    public static string? Verb(string method, ResourcePath path, bool watch) => (method, path.Name.Length > 0) switch
    {
        ("GET" or "HEAD", true) => "get",
        ("GET" or "HEAD", false) => watch ? "watch" : "list",
        ("POST", false) when !path.Kind.Namespaced || path.Namespace.Length > 0 => "create",
        ("PUT", true) => "update",
        ("PATCH", true) => "patch",
        ("DELETE", true) when path.Subresource.Length == 0 => "delete",
        ("DELETE", false) when !path.Kind.Namespaced || path.Namespace.Length > 0 => "deletecollection",
        _ => null,
    };

    public static IReadOnlyDictionary<string, string> Query(HttpRequest request) =>
        request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);

    public static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return body.ToArray();
    }

    /// <summary>Without parameters: <c>application/json; charset=utf-8</c> is <c>application/json</c>.</summary>
    public static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
