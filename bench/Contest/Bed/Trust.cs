using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EksIamCdk.Bench.Contest.Bed;

internal static class Trust
{
    /// <param name="authorityData">PEM, in base64, as EKS gives it: what the server's certificate has to be signed by.</param>
    public static SocketsHttpHandler In(string authorityData)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(authorityData)));
        return new SocketsHttpHandler { UseProxy = false, SslOptions = new() { CertificateChainPolicy = policy } };
    }
}
