using System.Buffers.Text;
using System.Text;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>
/// The bearer token by which EKS knows an IAM principal: a signed request to STS that the cluster's authenticator sends on
/// (https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster). Made without any call.
/// </summary>
public static class EksToken
{
    public const string Prefix = "k8s-aws-v1.";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public static string Create(AwsCredentials credentials, string region, string clusterName, DateTimeOffset now)
    {
        var host = AwsDomain.Host("sts", region);
        var query = new SignatureV4(credentials, region, "sts", now).PresignedQuery(
            "/",
            [new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")],
            [new("host", host), new("x-k8s-aws-id", clusterName)],
            Lifetime);
        return Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"https://{host}/?{query}"));
    }
}
