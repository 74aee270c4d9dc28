using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Works in a sandbox that is started for it and stopped afterwards.</summary>
internal static class SessionRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SandboxOptions options, Func<SandboxSession, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await SandboxSession.StartAsync(options, cancellationToken);
            return await work(session);
        }
        catch (KubernetesBackendException wrong)
        {
            return Complain.About(wrong.Message);
        }
    }
}
