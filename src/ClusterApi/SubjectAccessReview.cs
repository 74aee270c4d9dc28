using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.ClusterApi;

/// <summary>The question to an API server whether somebody may do something. Source:
/// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/.</summary>
public static class SubjectAccessReview
{
    public static JsonObject Of(RbacUser user, AccessRequest request)
    {
        var spec = new JsonObject
        {
            ["user"] = user.Username,
            ["groups"] = new JsonArray([.. user.Groups.Append(RbacUser.Authenticated).Distinct().Select(group => (JsonNode)group)]),
        };
        switch (request)
        {
            case AccessRequest.OfUrl url:
                spec["nonResourceAttributes"] = new JsonObject { ["verb"] = url.Verb, ["path"] = url.Path };
                break;
            case AccessRequest.OfResource resource:
                spec["resourceAttributes"] = new JsonObject
                {
                    ["verb"] = resource.Verb,
                    ["group"] = resource.ApiGroup,
                    ["resource"] = resource.Resource,
                    ["subresource"] = resource.Subresource,
                    ["name"] = resource.Name,
                    ["namespace"] = resource.Namespace,
                };
                break;
            default:
                throw new UnreachableException();
        }

        return new() { ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = "SubjectAccessReview", ["spec"] = spec };
    }

    public static bool IsAllowed(JsonObject review) =>
        review["status"] is JsonObject status && status["allowed"] is JsonValue allowed && allowed.TryGetValue(out bool yes) && yes;
}
