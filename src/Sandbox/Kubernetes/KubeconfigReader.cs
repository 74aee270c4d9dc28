using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>Reads from the cluster that a kubeconfig names, and changes nothing there.</summary>
public static class KubeconfigReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Whether a file is a kubeconfig, and not a manifest.</summary>
    public static bool IsOne(string path) =>
        File.Exists(path) && File.ReadLines(path).Any(line => line.Replace(" ", "", StringComparison.Ordinal).Trim(',') is "kind:Config" or "\"kind\":\"Config\"");

    /// <returns>The data of the live aws-auth; empty when there is none.</returns>
    /// <exception cref="KubernetesBackendException">The kubeconfig cannot be used, or its cluster does not let it read.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> AwsAuthAsync(string path, CancellationToken cancellationToken)
    {
        var config = Kubeconfig.Read(path);
        using var http = new HttpClient(KubeconfigBackend.Handler(config)) { BaseAddress = new Uri(config.Server), Timeout = Patience };
        if (config.Token is { } token) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.GetAsync(new Uri(ObjectAddress.AwsAuth.Path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return new Dictionary<string, string>();
            if (!response.IsSuccessStatusCode)
            {
                throw new KubernetesBackendException(
                    $"The cluster of the kubeconfig {path} answered {(int)response.StatusCode} to get configmaps kube-system/aws-auth.");
            }

            var live = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            return (live?["data"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new KubernetesBackendException($"The cluster of the kubeconfig {path} at {config.Server} does not answer: {e.Message}", e);
        }
    }
}
