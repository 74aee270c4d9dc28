using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Discovery;
using EksIamCdk.Sandbox.Kubernetes.Patches;
using EksIamCdk.Sandbox.Kubernetes.Protobuf;
using EksIamCdk.Sandbox.Kubernetes.Registry;
using EksIamCdk.Sandbox.Kubernetes.Storage;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Kubernetes.Http;

/// <summary>The way of one request: who is it, what is asked, is it allowed, do it, answer.</summary>
internal sealed class ApiServer
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ObjectStore _store;
    private readonly Authentication _authentication;
    private readonly Authorizer _authorizer;
    private readonly ObjectRegistry _registry;
    private readonly ObjectWatch _watch;
    private readonly AccessReviews _reviews;

    public ApiServer(ObjectStore store, Controllers controllers, Authentication authentication, TimeProvider time)
    {
        var policies = new PolicySource(store);
        _store = store;
        _authentication = authentication;
        _authorizer = new Authorizer(policies);
        var writer = new ObjectWriter(store, new EscalationCheck(_authorizer, policies), controllers, time);
        _registry = new ObjectRegistry(store, writer, _authorizer, time);
        _watch = new ObjectWatch(store, new ChangeLog(store), time);
        _reviews = new AccessReviews(_authorizer, policies);
    }

    public async Task HandleAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var user = await _authentication.WhoAsync(context.Request.Headers.Authorization, cancellation).ConfigureAwait(false);
        var answer = user is null ? ApiStatus.Unauthorized : await AnswerAsync(context, user, cancellation).ConfigureAwait(false);
        await WriteAsync(context.Response, answer, cancellation).ConfigureAwait(false);
    }

    private async Task<Answer> AnswerAsync(HttpContext context, KubernetesUser user, CancellationToken cancellation)
    {
        var request = context.Request;
        var path = request.Path.Value ?? "/";
        var body = await RequestReader.BodyAsync(request, cancellation).ConfigureAwait(false);
        var contentType = RequestReader.MediaType(request.ContentType);
        if (contentType == ProtobufBody.ContentType && body.Length > 0)
        {
            if (ProtobufBody.ToJson(body) is not { } json) return ApiStatus.UnsupportedMediaType;
            (body, contentType) = (json, "application/json");
        }

        if (AccessReviews.KindOf(path) is { } review) return Review(request.Method, review, user, body);
        if (ResourcePath.Read(path) is not { } resource) return Document(request.Method, path, user);
        var query = RequestReader.Query(request);
        var watches = query.GetValueOrDefault("watch") is "true" or "1";
        if (RequestReader.Verb(request.Method, resource, watches) is not { } verb) return ApiStatus.MethodNotAllowed;
        return Handle(new ApiRequest
        {
            Verb = verb,
            Kind = resource.Kind,
            Namespace = resource.Namespace,
            Name = resource.Name,
            Subresource = resource.Subresource,
            User = user,
            Query = query,
            ContentType = contentType,
            UserAgent = request.Headers.UserAgent.ToString(),
            Body = body,
        });
    }

    private Answer Handle(ApiRequest request)
    {
        lock (_store.Gate)
        {
            if (_authorizer.Check(request) is { } denied) return denied;
            if (!request.Kind.IsKept) return ApiStatus.PageNotFound;
            return request.Verb switch
            {
                "get" => _registry.Get(request),
                "list" => _registry.List(request),
                "watch" => _watch.Watch(request),
                "create" => _registry.Create(request),
                "update" => _registry.Replace(request),
                "patch" => Patch(request),
                "delete" => _registry.Delete(request),
                "deletecollection" => _registry.DeleteCollection(request),
                _ => ApiStatus.MethodNotAllowed,
            };
        }
    }

    private Answer Patch(ApiRequest request) => request.ContentType switch
    {
        "application/apply-patch+yaml" => _registry.Apply(request),
        "application/merge-patch+json" => _registry.Patch(request, live => MergePatch.Apply(live, request.Body)),
        "application/strategic-merge-patch+json" => _registry.Patch(request, live => StrategicPatch.Apply(request.Kind.Schema, live, request.Body)),
        "application/json-patch+json" => _registry.Patch(request, live => JsonPatch.Apply(live, request.Body)),
        _ => ApiStatus.UnsupportedMediaType,
    };

    private Answer Review(string method, ReviewKind review, KubernetesUser user, byte[] body)
    {
        if (method != "POST") return ApiStatus.MethodNotAllowed;
        lock (_store.Gate) return _reviews.Answer(review, user, body);
    }

    private Answer Document(string method, string path, KubernetesUser user)
    {
        lock (_store.Gate)
        {
            if (_authorizer.Check(user, method is "HEAD" ? "get" : method.ToLowerInvariant(), path) is { } denied) return denied;
        }

        return method is "GET" or "HEAD" && DiscoveryDocuments.Find(path) is { } document ? new Answer.Ok(document) : ApiStatus.PageNotFound;
    }

    private static async Task WriteAsync(HttpResponse response, Answer answer, CancellationToken cancellation)
    {
        if (answer is Answer.Stream stream)
        {
            await StreamAsync(response, stream, cancellation).ConfigureAwait(false);
            return;
        }

        var (code, body) = answer switch
        {
            Answer.Ok ok => (ok.Code, ok.Body),
            Answer.Refused refused => (refused.Status.Code, refused.Status.ToJson()),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (answer is Answer.Ok { Warnings: var warnings })
        {
            foreach (var warning in warnings) response.Headers.Append("Warning", $"299 - \"{warning.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString(Plain) + "\n");
        response.StatusCode = code;
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        if (response.HttpContext.Request.Method != "HEAD") await response.Body.WriteAsync(bytes, cancellation).ConfigureAwait(false);
    }

    private static async Task StreamAsync(HttpResponse response, Answer.Stream stream, CancellationToken cancellation)
    {
        response.ContentType = "application/json";
        await response.StartAsync(cancellation).ConfigureAwait(false);
        await foreach (var told in stream.Events(cancellation).ConfigureAwait(false))
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(told.ToJsonString(Plain) + "\n"), cancellation).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }
}
