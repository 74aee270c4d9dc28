namespace EksIamCdk.Access.Spec;

/// <summary>
/// How a cluster lets principals in. Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessConfigResponse.html.
/// </summary>
public enum AuthenticationMode
{
    ConfigMap,
    ApiAndConfigMap,
    Api,
}
