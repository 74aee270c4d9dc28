using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

/// <summary>Lets requests through, or not, by RBAC. The store's gate is held.</summary>
internal sealed class Authorizer(PolicySource policies)
{
    /// <summary>Null when the request is allowed, else the 403.</summary>
    public ApiStatus? Check(ApiRequest request, string? verb = null)
    {
        var (kind, asked) = (request.Kind, verb ?? request.Verb);
        var decision = Decide(request.User, new AccessRequest.OfResource
        {
            Verb = asked,
            ApiGroup = kind.Group,
            Resource = kind.Plural,
            Subresource = request.Subresource,
            Namespace = ScopeOf(request),
            Name = request.Name,
        });
        return decision.Allowed ? null : Denied(request.User, kind, request.Name, asked, request.Subresource, ScopeOf(request), decision);
    }

    public ApiStatus? Check(KubernetesUser user, string verb, string path)
    {
        var decision = Decide(user, new AccessRequest.OfUrl { Verb = verb, Path = path });
        return decision.Allowed ? null : new ApiStatus(403, "Forbidden", $"forbidden: User \"{user.Username}\" cannot {verb} path \"{path}\"{Why(decision)}");
    }

    public RbacDecision Decide(KubernetesUser user, AccessRequest request) => policies.Current.Decide(new RbacUser(user.Username, user.Groups), request);

    /// <summary>Which roles are bound and do not exist, in the API server's words; empty when all do.</summary>
    public static string Missing(RbacDecision decision) => decision.Missing.Count switch
    {
        0 => "",
        1 => $"RBAC: {decision.Missing[0]}",
        _ => $"RBAC: [{string.Join(", ", decision.Missing)}]",
    };

    /// <summary>A Namespace is in itself, as far as roles are concerned.</summary>
    private static string ScopeOf(ApiRequest request) => request.Kind == Kinds.Namespace ? request.Name : request.Namespace;

    private static ApiStatus Denied(KubernetesUser user, ResourceKind kind, string name, string verb, string subresource, string scope, RbacDecision decision)
    {
        var resource = subresource.Length == 0 ? kind.Plural : $"{kind.Plural}/{subresource}";
        var where = scope.Length == 0 ? "at the cluster scope" : $"in the namespace \"{scope}\"";
        return ApiStatus.Forbidden(kind, name, $"User \"{user.Username}\" cannot {verb} resource \"{resource}\" in API group \"{kind.Group}\" {where}{Why(decision)}");
    }

    private static string Why(RbacDecision decision) => decision.Missing.Count == 0 ? "" : $": {Missing(decision)}";
}
