using System.Collections.Concurrent;
using System.Security.Cryptography;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>Makes up credentials, and knows whose they are. They are good in this sandbox only.</summary>
internal sealed class CredentialStore
{
    private const string TestKey = "test";

    private readonly ConcurrentDictionary<string, Issued> _issued = new(StringComparer.Ordinal);

    /// <param name="callerArn">As sts:GetCallerIdentity would give it.</param>
    public AwsCredentials Issue(string callerArn)
    {
        // ASIA: credentials of a session; AKIA: keys of a user.
        var session = callerArn.Contains(":assumed-role/", StringComparison.Ordinal);
        var credentials = new AwsCredentials(
            (session ? "ASIA" : "AKIA") + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            session ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)) : null);
        _issued[credentials.AccessKeyId] = new Issued(credentials, callerArn);
        return credentials;
    }

    /// <summary>The account that test credentials are good for; null: they are good for none.</summary>
    public string? TestAccount { get; set; }

    public Issued? Find(string accessKeyId) => _issued.GetValueOrDefault(accessKeyId) ?? Test(accessKeyId);

    private Issued? Test(string accessKeyId)
    {
        var account = accessKeyId == TestKey ? TestAccount
            : accessKeyId.Length == 12 && accessKeyId.All(char.IsAsciiDigit) ? accessKeyId
            : null;
        return TestAccount is null || account is null
            ? null
            : new Issued(new AwsCredentials(accessKeyId, TestKey, null), $"arn:aws:iam::{account}:user/administrator");
    }

    internal sealed record Issued(AwsCredentials Credentials, string CallerArn);
}
