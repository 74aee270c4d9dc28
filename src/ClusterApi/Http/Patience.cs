namespace EksIamCdk.ClusterApi.Http;

/// <summary>How long is waited for one request.</summary>
/// <param name="Connect">For a connection, TLS included. A private endpoint that is out of reach answers nothing at all.</param>
/// <param name="Answer">For all of it, to the last byte of the answer.</param>
internal sealed record Patience(TimeSpan Connect, TimeSpan Answer)
{
    public static readonly Patience Usual = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
}
