using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>Forwards requests to a cluster as the kubeconfig's user, who impersonates whoever the bearer token is of.</summary>
/// <remarks>See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation.</remarks>
internal sealed class ImpersonatingProxy(Kubeconfig config, HttpMessageInvoker cluster, string adminToken, TokenAuthenticator authenticator)
{
    private const string Bearer = "Bearer ";
    private static readonly KubernetesUser Anonymous = new("system:anonymous", "", ["system:unauthenticated"]);

    /// <exception cref="KubernetesBackendException">The cluster does not answer, or does not know the kubeconfig's user.</exception>
    public async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(HttpMethod.Get, "/version", null);
            using var answer = await cluster.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw new KubernetesBackendException(
                    $"The cluster {config.Server} of the kubeconfig {path} answers {(int)answer.StatusCode} to its user.");
            }
        }
        catch (HttpRequestException e)
        {
            throw new KubernetesBackendException($"The cluster {config.Server} of the kubeconfig {path} does not answer: {e.Message}", e);
        }
    }

    public async Task ForwardAsync(HttpContext context)
    {
        var (known, user) = await CallerAsync(context).ConfigureAwait(false);
        if (!known)
        {
            await RefuseAsync(context).ConfigureAwait(false);
            return;
        }

        using var request = Request(new HttpMethod(context.Request.Method), context.Features.Get<IHttpRequestFeature>()!.RawTarget, user);
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }

        request.Headers.TryAddWithoutValidation("Accept", (IEnumerable<string?>)context.Request.Headers.Accept);
        request.Headers.TryAddWithoutValidation("User-Agent", (IEnumerable<string?>)context.Request.Headers.UserAgent);
        await AnswerAsync(context, request).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, HttpRequestMessage request)
    {
        try
        {
            using var answer = await cluster.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
            if (answer.Headers.RetryAfter is { } retryAfter)
                context.Response.Headers.RetryAfter = retryAfter.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // As it looks without a proxy: the connection breaks.
            context.Abort();
        }
    }

    /// <returns>Whether the caller may go on, and whom to impersonate; nobody for the sandbox itself.</returns>
    private async Task<(bool Known, KubernetesUser? User)> CallerAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
            return (true, Anonymous);
        var token = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : "";
        if (token == adminToken)
            return (true, null);
        var user = await authenticator(token, context.RequestAborted).ConfigureAwait(false);
        return (user is not null, user);
    }

    private HttpRequestMessage Request(HttpMethod method, string target, KubernetesUser? user)
    {
        var url = new Uri(config.Server + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, url);
        if (config.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (user is not null)
        {
            request.Headers.TryAddWithoutValidation("Impersonate-User", user.Username);
            request.Headers.TryAddWithoutValidation("Impersonate-Group", user.Groups);
        }

        return request;
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = "Unauthorized",
            ["reason"] = "Unauthorized",
            ["code"] = StatusCodes.Status401Unauthorized,
        };
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(status.ToJsonString(), context.RequestAborted).ConfigureAwait(false);
    }
}
