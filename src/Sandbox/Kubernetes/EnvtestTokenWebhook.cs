using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>
/// The server that a kube-apiserver sends a TokenReview to for each bearer token that is not its own, as an EKS control plane does.
/// See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication.
/// </summary>
internal sealed class EnvtestTokenWebhook : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly X509Certificate2 _certificate;

    private EnvtestTokenWebhook(WebApplication server, X509Certificate2 certificate)
    {
        _server = server;
        _certificate = certificate;
    }

    public string Url => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<EnvtestTokenWebhook> StartAsync(
        LocalAuthority authority, TokenAuthenticator authenticator, CancellationToken cancellationToken)
    {
        var certificate = authority.IssueServer("token-webhook");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var server = builder.Build();
        server.Run(context => AnswerAsync(context, authenticator));
        await server.StartAsync(cancellationToken).ConfigureAwait(false);
        return new EnvtestTokenWebhook(server, certificate);
    }

    /// <summary>The kubeconfig by which the API server finds this webhook.</summary>
    public string Kubeconfig(LocalAuthority authority) =>
        $"""
        apiVersion: v1
        kind: Config
        current-context: webhook
        contexts:
        - name: webhook
          context:
            cluster: webhook
            user: api-server
        clusters:
        - name: webhook
          cluster:
            server: {Url}/
            certificate-authority-data: {authority.CertificateAuthorityData}
        users:
        - name: api-server
        """;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, TokenAuthenticator authenticator)
    {
        var review = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        var token = (string?)review?["spec"]?["token"] ?? "";
        var user = await authenticator(token, context.RequestAborted).ConfigureAwait(false);
        var answer = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenReview",
            ["status"] = user is null ? new JsonObject { ["authenticated"] = false } : Authenticated(user),
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted).ConfigureAwait(false);
    }

    private static JsonObject Authenticated(KubernetesUser user) => new()
    {
        ["authenticated"] = true,
        ["user"] = new JsonObject
        {
            ["username"] = user.Username,
            ["uid"] = user.Uid,
            ["groups"] = new JsonArray([.. user.Groups.Select(group => JsonValue.Create(group))]),
        },
    };
}
