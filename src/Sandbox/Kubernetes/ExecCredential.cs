using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>A program of a kubeconfig that gives a token, such as <c>aws eks get-token</c>
/// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).</summary>
internal sealed class ExecCredential(string command, IReadOnlyList<string> arguments, IReadOnlyList<KeyValuePair<string, string>> environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="KubernetesBackendException">The program is missing, fails, or gives no token.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(end.Token);
                var complaint = await process.StandardError.ReadToEndAsync(end.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
                return process.ExitCode == 0
                    ? Token(await output.ConfigureAwait(false)) ?? throw Wrong("gave no token")
                    : throw Wrong($"ended with {process.ExitCode}: {complaint.Trim()}");
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (Win32Exception missing)
        {
            throw new KubernetesBackendException($"The kubeconfig asks {command} for a token, which cannot be started: {missing.Message}", missing);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Wrong($"gave no token within {Patience.TotalSeconds:0} s");
        }
    }

    private KubernetesBackendException Wrong(string what) => new($"The program {string.Join(' ', arguments.Prepend(command))}, which the kubeconfig asks for a token, {what}.");

    private static string? Token(string output)
    {
        try
        {
            return (JsonNode.Parse(output)?["status"]?["token"] as JsonValue)?.TryGetValue(out string? token) == true ? token : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
