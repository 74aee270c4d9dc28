using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of <c>Custom::EksKubernetesObject</c>.</summary>
internal static class KubernetesObjectProperties
{
    /// <returns>The object, as far as it could be read; its key inside the cluster's ids; and why its kind is not managed.</returns>
    public static (Resource.KubernetesObject? Object, string? Key, Failure? Unsupported) Read(
        PropertyReader properties, ClusterReference? cluster, OnConflict onConflict, ProblemList problems)
    {
        var retain = properties.Choice("OnDelete", (bool?)null, ("Delete", false), ("Retain", true));
        var text = properties.Required("Manifest", "JSON text of one Kubernetes object");
        if (text is null)
            return default;
        var manifest = Manifest.Parse("Manifest", text, problems, out var unsupported);
        if (manifest is null)
            return (null, null, unsupported);

        var address = manifest.Address;
        // What lives in a namespace would go with it, whoever owns it.
        var retains = retain ?? address.Kind == KubernetesKind.Namespace;
        return (
            cluster is null ? null : new(cluster, manifest, onConflict, retains),
            $"{address.Kind}|{address.Namespace}|{address.Name}",
            null);
    }
}
