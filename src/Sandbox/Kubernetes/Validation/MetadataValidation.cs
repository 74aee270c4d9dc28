using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>Checks metadata: names, labels, annotations, finalizers, and what cannot be changed.</summary>
internal static class MetadataValidation
{
    private const int AnnotationsLimit = 256 * 1024;

    public static IEnumerable<StatusCause> Check(ResourceKind kind, JsonObject body)
    {
        var metadata = body.Metadata();
        var name = metadata.Text("name");
        if (NameRule(kind)(name) is { } wrongName) yield return StatusCause.Invalid("metadata.name", StatusCause.Quote(name), wrongName);
        foreach (var cause in Labels(metadata.TextMap("labels"), "metadata.labels")) yield return cause;
        foreach (var (key, _) in metadata.TextMap("annotations").Where(pair => Names.QualifiedName(pair.Key.ToLowerInvariant()) is not null))
            yield return StatusCause.Invalid("metadata.annotations", StatusCause.Quote(key), Names.QualifiedName(key.ToLowerInvariant())!);

        if (metadata.TextMap("annotations").Sum(pair => (long)Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)) > AnnotationsLimit)
            yield return StatusCause.TooLong("metadata.annotations", AnnotationsLimit);

        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            foreach (var member in new[] { "apiVersion", "kind", "name", "uid" }.Where(member => owner.Text(member).Length == 0))
                yield return StatusCause.Invalid($"metadata.ownerReferences.{member}", "\"\"", $"{(member == "apiVersion" ? "version" : member)} must not be empty");
        }

        foreach (var (finalizer, index) in metadata.Texts("finalizers").Select((text, index) => (text, index)))
        {
            if (Names.QualifiedName(finalizer) is { } wrong) yield return StatusCause.Invalid("metadata.finalizers", StatusCause.Quote(finalizer), wrong);
            else if (!finalizer.Contains('/', StringComparison.Ordinal) && finalizer is not ("orphan" or "foregroundDeletion" or "kubernetes"))
                yield return StatusCause.Invalid($"metadata.finalizers[{index}]", StatusCause.Quote(finalizer), "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    public static IEnumerable<StatusCause> Labels(IReadOnlyDictionary<string, string> labels, string field)
    {
        foreach (var (key, value) in labels)
        {
            if (Names.QualifiedName(key) is { } wrongKey) yield return StatusCause.Invalid(field, StatusCause.Quote(key), wrongKey);
            if (Names.LabelValue(value) is { } wrongValue) yield return StatusCause.Invalid(field, StatusCause.Quote(value), wrongValue);
        }
    }

    private static Func<string, string?> NameRule(ResourceKind kind) =>
        kind.Group == Kinds.RbacGroup ? Names.PathSegment : kind == Kinds.Namespace ? Names.Label : Names.Subdomain;
}
