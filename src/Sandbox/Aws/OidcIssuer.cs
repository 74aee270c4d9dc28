using System.Security.Cryptography;
using System.Text;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The OIDC issuer of a cluster that no stack of the sandbox has made: always the same for the same cluster.</summary>
internal static class OidcIssuer
{
    public static string Of(string clusterArn, string region) =>
        $"https://{AwsDomain.Host("oidc.eks", region)}/id/{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(clusterArn)))[..32]}";
}
