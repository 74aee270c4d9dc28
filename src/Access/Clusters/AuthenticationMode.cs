namespace EksIamCdk.Access.Clusters;

/// <summary>
/// How a cluster lets principals in, in the order in which it can go through the modes: one step at a time, and never back.
/// Source: https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html.
/// </summary>
public enum AuthenticationMode
{
    ConfigMap,
    ApiAndConfigMap,
    Api,
}
