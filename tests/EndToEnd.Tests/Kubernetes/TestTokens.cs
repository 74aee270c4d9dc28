using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

/// <summary>Bearer tokens of tests that say themselves whose they are.</summary>
public static class TestTokens
{
    private const string Prefix = "test/";

    public static string For(string username, params string[] groups) => $"{Prefix}{username}/{string.Join('+', groups)}";

    public static KubernetesUser? Read(string token) =>
        token.StartsWith(Prefix, StringComparison.Ordinal) && token.Split('/') is [_, var username, var groups]
            ? new KubernetesUser(username, $"uid-of-{username}", groups.Split('+', StringSplitOptions.RemoveEmptyEntries))
            : null;
}
