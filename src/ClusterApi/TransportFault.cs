namespace EksIamCdk.ClusterApi;

/// <summary>Why nothing that can be read came back from a server.</summary>
public enum TransportFault
{
    NameNotResolved,
    ConnectionRefused,
    Unreachable,
    ConnectionLost,
    Tls,

    /// <summary>The server's certificate is not signed by the CA that the cluster is known by.</summary>
    UntrustedCertificate,
    TimedOut,

    /// <summary>Something came back, but it is no answer of such a server: garbage, a redirect, more than may be read.</summary>
    UnreadableAnswer,
}
