namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>The Kubernetes side of a sandbox cannot be started: the message says what is missing, and what to run or write.</summary>
public sealed class KubernetesBackendException : Exception
{
    public KubernetesBackendException(string message) : base(message)
    {
    }

    public KubernetesBackendException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public KubernetesBackendException()
    {
    }
}
