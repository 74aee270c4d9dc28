using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>Who somebody is, as STS would know it: gives out credentials, and tells by a signature whose they are.</summary>
public sealed class SandboxIdentity(TimeProvider time)
{
    // The authenticator takes a token for 15 minutes from its signing, and some skew of the clocks before it.
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly CredentialStore _credentials = new();

    /// <summary>Credentials of any principal, in this sandbox only.</summary>
    /// <param name="callerArn">As sts:GetCallerIdentity gives it: of a user, or of a session of a role.</param>
    public AwsCredentials CredentialsFor(string callerArn) => _credentials.Issue(callerArn);

    /// <summary>From now on <c>test</c> with the secret <c>test</c> is the administrator of this account, and any account's number with that
    /// secret is the administrator of that one.</summary>
    public void AcceptTestCredentials(string accountId) => _credentials.TestAccount = accountId;

    /// <summary>Whose EKS token this is; null when it is of nobody, for another cluster, changed, or too old.</summary>
    public VerifiedCaller? Verify(string bearerToken, string clusterName) =>
        EksTokenReader.Read(bearerToken, clusterName) is { } token ? Verify(token.Request, token.SessionToken, out _) : null;

    /// <summary>Who signed this; null and what is wrong with it otherwise.</summary>
    internal VerifiedCaller? Verify(SignedRequest request, string? sessionToken, out SignatureFault fault)
    {
        var age = time.GetUtcNow() - request.SignedAt;
        var issued = _credentials.Find(request.AccessKeyId);
        fault = issued is null || issued.Credentials.SessionToken != sessionToken ? SignatureFault.UnknownKey
            : !(age < TokenLifetime && age > -Skew) ? SignatureFault.TooOld
            : SignatureFault.Wrong;
        return fault == SignatureFault.Wrong && request.IsSignedWith(issued!.Credentials.SecretAccessKey)
            ? new VerifiedCaller(issued.CallerArn, request.AccessKeyId)
            : null;
    }
}

/// <summary>Somebody whose signature was right.</summary>
/// <param name="Arn">As sts:GetCallerIdentity gives it.</param>
/// <param name="AccessKeyId">With which the request was signed.</param>
public sealed record VerifiedCaller(string Arn, string AccessKeyId)
{
    public string AccountId => Arn.Split(':')[4];
}
