using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Cli.States;

/// <summary>Who this user is at AWS: a profile, or what the AWS CLI would take without one.</summary>
/// <param name="Environment">With credentials that were resolved once: a command runs for seconds.</param>
/// <param name="Region">Of the profile; null where it gives none.</param>
internal sealed record AwsProfile(AwsEnvironment Environment, string? Region)
{
    /// <param name="name">The profile; null for AWS_PROFILE, the variables, or what this machine has.</param>
    /// <param name="problems">Takes what is wrong, with the remedy.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>Null when a problem was added.</returns>
    public static async Task<AwsProfile?> FindAsync(string? name, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var variables = AwsEnvironment.FromVariables(System.Environment.GetEnvironmentVariable) with { Unnamed = "the principal of your AWS credentials" };
        if (name is null && variables.Credentials() is not null) return new(variables, null);
        name ??= System.Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } set ? set : null;
        var store = new CredentialProfileStoreChain();
        store.TryGetProfile(name ?? "default", out var profile);
        if (name is not null && profile is null)
        {
            var known = store.ListProfiles().Select(known => known.Name).Order(StringComparer.Ordinal).ToList();
            problems.Add($"--profile {name}: there is no such profile in ~/.aws/config or ~/.aws/credentials"
                + (known.Count == 0 ? "; aws configure sso makes one" : $"; there are {string.Join(", ", known)}"));
            return null;
        }

        try
        {
            var source = profile is null ? DefaultAWSCredentialsIdentityResolver.GetCredentials() : profile.GetAWSCredentials(store);
            var now = await source.GetCredentialsAsync().WaitAsync(cancellationToken);
            var credentials = new AwsCredentials(now.AccessKey, now.SecretKey, now.Token is { Length: > 0 } token ? token : null);
            return new(variables with { Credentials = () => credentials }, profile?.Region?.SystemName);
        }
        catch (Exception wrong) when (wrong is AmazonClientException or AmazonServiceException or InvalidOperationException or ArgumentException)
        {
            problems.Add(name is null
                ? $"there are no AWS credentials to ask EKS with ({FirstLine(wrong)}): give --profile NAME, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                : $"--profile {name}: it gives no credentials now ({FirstLine(wrong)}): {Remedy(name)}");
            return null;
        }
    }

    /// <summary>What renews credentials that have expired.</summary>
    public static string Remedy(string? profile) =>
        (profile ?? System.Environment.GetEnvironmentVariable("AWS_PROFILE")) is { Length: > 0 } name
            ? $"sign in again: aws sso login --profile {name}"
            : "sign in again: aws sso login, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew";

    private static string FirstLine(Exception wrong) => wrong.Message.Split('\n')[0].Trim().TrimEnd('.');
}
