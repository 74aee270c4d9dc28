using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EksIamCdk.ClusterApi.Kubernetes;

/// <summary>The certificates that a cluster's API server is trusted by: these, and no others of the system.</summary>
public sealed class CertificateAuthority
{
    private CertificateAuthority(X509Certificate2Collection certificates) => Certificates = certificates;

    internal X509Certificate2Collection Certificates { get; }

    /// <summary>Reads base64 of one or several PEM certificates; null when it is not that.</summary>
    public static CertificateAuthority? Parse(string base64)
    {
        ArgumentNullException.ThrowIfNull(base64);
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(base64)));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }

        return certificates.Count == 0 ? null : new CertificateAuthority(certificates);
    }
}
