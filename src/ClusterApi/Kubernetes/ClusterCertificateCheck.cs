using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EksIamCdk.ClusterApi.Kubernetes;

/// <summary>Trusts exactly one CA, or those of this machine; the host name and the dates are checked as everywhere.</summary>
internal static class ClusterCertificateCheck
{
    private const X509ChainStatusFlags DatesAreWrong = X509ChainStatusFlags.NotTimeValid;

    public static SslClientAuthenticationOptions Options(CertificateAuthority? authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = authority is null ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // clusters publish no revocation lists
            DisableCertificateDownloads = true,
        };
        if (authority is not null)
            policy.CustomTrustStore.AddRange(authority.Certificates);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, _, chain, errors) => errors is SslPolicyErrors.None ? true : throw Refusal(chain, errors),
        };
    }

    private static CertificateRefusedException Refusal(X509Chain? chain, SslPolicyErrors errors)
    {
        var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        return errors switch
        {
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => new(TransportFault.Tls, "the server shows no certificate"),
            _ when (status & ~DatesAreWrong) is not X509ChainStatusFlags.NoError =>
                new(TransportFault.UntrustedCertificate, $"its certificate is not signed by the cluster's CA ({status})"),
            _ when status.HasFlag(DatesAreWrong) => new(TransportFault.Tls, "its certificate has expired, or is not valid yet"),
            _ => new(TransportFault.Tls, "its certificate is made out for another host name"),
        };
    }
}
