using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Storage;

namespace EksIamCdk.Sandbox.Kubernetes.Http;

/// <summary>A request for a resource, read from method and URL (https://kubernetes.io/docs/reference/using-api/api-concepts/).</summary>
internal sealed record ApiRequest
{
    /// <summary>get, list, watch, create, update, patch, delete or deletecollection.</summary>
    public required string Verb { get; init; }

    public required ResourceKind Kind { get; init; }

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    public required KubernetesUser User { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    public string ContentType { get; init; } = "";

    public string UserAgent { get; init; } = "";

    public ReadOnlyMemory<byte> Body { get; init; }

    public ObjectKey Key => new(Kind, Kind.Namespaced ? Namespace : "", Name);

    /// <summary>Checked and answered as if, but not written.</summary>
    public bool IsDryRun => Query.GetValueOrDefault("dryRun") == "All";

    /// <summary>Strict, Warn or Ignore: what happens to unknown and duplicate fields.</summary>
    public string FieldValidation => Query.GetValueOrDefault("fieldValidation") is { Length: > 0 } asked ? asked : "Warn";

    public bool Force => Query.GetValueOrDefault("force") == "true";

    /// <summary>The field manager asked for, else the program that the user agent names.</summary>
    public string FieldManager =>
        Query.GetValueOrDefault("fieldManager") is { Length: > 0 } asked ? asked
        : UserAgent.Split('/')[0] is { Length: > 0 } program ? program
        : "unknown";
}
