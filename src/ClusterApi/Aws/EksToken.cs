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

/// <summary>The token of one principal for one cluster: made when it is first asked for, and anew when it gets old.</summary>
internal sealed class EksTokenCache(AwsCredentials credentials, string region, string clusterName, TimeProvider clock)
{
    // The authenticator takes a token for 15 minutes from its signing.
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(13);

    private readonly Lock _lock = new();
    private (string Token, DateTimeOffset At)? _last;

    public AwsCredentials Credentials => credentials;

    public string Current
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                if (_last is not { } last || now - last.At >= RenewAfter || now < last.At)
                    _last = last = (EksToken.Create(credentials, region, clusterName, now), now);
                return last.Token;
            }
        }
    }

    public void Forget()
    {
        lock (_lock)
            _last = null;
    }
}
