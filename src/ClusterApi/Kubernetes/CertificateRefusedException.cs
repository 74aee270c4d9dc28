using System.Security.Authentication;

namespace EksIamCdk.ClusterApi.Kubernetes;

/// <summary>Carries why a certificate was refused out of the TLS handshake.</summary>
internal sealed class CertificateRefusedException(TransportFault fault, string what) : AuthenticationException(what)
{
    public TransportFault Fault => fault;
}
