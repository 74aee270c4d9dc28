using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

internal enum ReviewKind
{
    SubjectAccessReview,
    SelfSubjectAccessReview,
    SelfSubjectRulesReview,
}

/// <summary>Answers who may do what (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access).</summary>
internal sealed class AccessReviews(Authorizer authorizer, PolicySource policies)
{
    public const string Group = "authorization.k8s.io";

    /// <summary>Which review is posted to a path; null: none.</summary>
    public static ReviewKind? KindOf(string path) => path switch
    {
        $"/apis/{Group}/v1/subjectaccessreviews" => ReviewKind.SubjectAccessReview,
        $"/apis/{Group}/v1/selfsubjectaccessreviews" => ReviewKind.SelfSubjectAccessReview,
        $"/apis/{Group}/v1/selfsubjectrulesreviews" => ReviewKind.SelfSubjectRulesReview,
        _ => null,
    };

    public Answer Answer(ReviewKind kind, KubernetesUser user, ReadOnlyMemory<byte> body)
    {
        var decision = authorizer.Decide(user, new AccessRequest.OfResource { Verb = "create", ApiGroup = Group, Resource = $"{kind.ToString().ToLowerInvariant()}s" });
        if (!decision.Allowed) return Denied(kind, user);
        JsonObject? review;
        try
        {
            review = JsonBody.Parse(body.Span).Root as JsonObject;
        }
        catch (JsonException wrong)
        {
            return ApiStatus.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {wrong.Message}");
        }

        if (review is null) return ApiStatus.BadRequest($"the object provided is unrecognized (must be of type {kind}): it is no JSON object");
        review["apiVersion"] = $"{Group}/v1";
        review["kind"] = kind.ToString();
        review["metadata"] = new JsonObject();
        return kind == ReviewKind.SelfSubjectRulesReview ? Rules(user, review) : Review(kind, user, review);
    }

    private Answer Review(ReviewKind kind, KubernetesUser user, JsonObject review)
    {
        var spec = review["spec"];
        if (Check(kind, spec) is { Count: > 0 } causes) return ApiStatus.Invalid(Group, "", $".{Group}", "", causes);
        var asked = kind == ReviewKind.SelfSubjectAccessReview ? user : new KubernetesUser(spec.Text("user"), spec.Text("uid"), spec.Texts("groups"));
        var decision = authorizer.Decide(asked, Request(spec));
        var status = new JsonObject { ["allowed"] = decision.Allowed };
        if ((decision.Allowed ? decision.Reason : Authorizer.Missing(decision)) is { Length: > 0 } reason) status["reason"] = reason;
        review["status"] = status;
        return new Answer.Ok(review, 201);
    }

    private Answer Rules(KubernetesUser user, JsonObject review)
    {
        if (review["spec"].Text("namespace") is not { Length: > 0 } inside) return ApiStatus.BadRequest("no namespace on request");
        var rules = policies.Current.RulesOf(new RbacUser(user.Username, user.Groups), inside);
        review["status"] = new JsonObject
        {
            ["resourceRules"] = PolicySource.ToJson(rules.Where(rule => rule.NonResourceUrls.Count == 0)),
            ["nonResourceRules"] = PolicySource.ToJson(rules.Where(rule => rule.NonResourceUrls.Count > 0)),
            ["incomplete"] = false,
        };
        return new Answer.Ok(review, 201);
    }

    private static List<StatusCause> Check(ReviewKind kind, JsonNode? spec)
    {
        var causes = new List<StatusCause>();
        var (resource, url) = (spec?["resourceAttributes"], spec?["nonResourceAttributes"]);
        if (resource is not null && url is not null)
            causes.Add(StatusCause.Invalid("spec.nonResourceAttributes", url.ToJsonString(), "cannot be specified in combination with resourceAttributes"));
        if (resource is null && url is null)
            causes.Add(StatusCause.Invalid("spec.resourceAttributes", "\"null\"", "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        if (kind == ReviewKind.SubjectAccessReview && spec.Text("user").Length == 0 && spec.Texts("groups").Count == 0)
            causes.Add(StatusCause.Invalid("spec.user", "\"\"", "at least one of user or group must be specified"));
        return causes;
    }

    private static AccessRequest Request(JsonNode? spec)
    {
        if (spec?["nonResourceAttributes"] is { } url) return new AccessRequest.OfUrl { Verb = url.Text("verb"), Path = url.Text("path") };
        var resource = spec?["resourceAttributes"];
        return new AccessRequest.OfResource
        {
            Verb = resource.Text("verb"),
            ApiGroup = resource.Text("group"),
            Resource = resource.Text("resource"),
            Subresource = resource.Text("subresource"),
            Namespace = resource.Text("namespace"),
            Name = resource.Text("name"),
        };
    }

    private static ApiStatus Denied(ReviewKind kind, KubernetesUser user)
    {
        var plural = $"{kind.ToString().ToLowerInvariant()}s";
        return new ApiStatus(403, "Forbidden", $"{plural}.{Group} is forbidden: User \"{user.Username}\" cannot create resource \"{plural}\" in API group \"{Group}\" at the cluster scope")
        {
            Group = Group,
            Kind = plural,
        };
    }
}
