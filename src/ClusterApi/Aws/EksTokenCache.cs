namespace EksIamCdk.ClusterApi.Aws;

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
