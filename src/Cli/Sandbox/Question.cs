using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Something that somebody may or may not do in a cluster, as <c>kubectl auth can-i</c> asks it.</summary>
internal sealed record Question(string Verb, string Resource, string Group = "", string Name = "", string? Namespace = null)
{
    public override string ToString() =>
        $"{Verb} {Resource}{(Name.Length == 0 ? "" : $"/{Name}")}{(Namespace is null ? "" : $" -n {Namespace}")}";

    /// <summary>https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/</summary>
    public JsonObject ToReview(KubernetesUser user)
    {
        var attributes = new JsonObject { ["verb"] = Verb, ["resource"] = Resource, ["group"] = Group, ["name"] = Name };
        if (Namespace is not null)
        {
            attributes["namespace"] = Namespace;
        }

        return new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["user"] = user.Username,
                ["groups"] = new JsonArray([.. user.Groups.Append("system:authenticated").Distinct().Select(group => (JsonNode?)group)]),
                ["resourceAttributes"] = attributes,
            },
        };
    }
}
