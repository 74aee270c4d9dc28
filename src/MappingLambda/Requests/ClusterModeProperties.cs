using EksIamCdk.Access.Clusters;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of <c>Custom::EksAuthenticationMode</c>.</summary>
internal static class ClusterModeProperties
{
    /// <returns>Null when it could not be read; then a problem was added.</returns>
    public static Resource.ClusterMode? Read(PropertyReader properties, ClusterReference? cluster)
    {
        (string Name, AuthenticationMode? Mode)[] choices = [.. AuthenticationModes.All.Select(known => (known.Name, (AuthenticationMode?)known.Mode))];
        if (!properties.Has("Mode"))
            properties.Required("Mode", string.Join(" or ", choices.Select(choice => choice.Name)));
        var mode = properties.Choice("Mode", null, choices);
        var allowLockout = properties.Flag("AllowLockout", whenMissing: false);
        return cluster is null || mode is null ? null : new(cluster, mode.Value, allowLockout);
    }
}
