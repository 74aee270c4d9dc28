using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.EndToEnd.Tests.ApiContract;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>Questions to an API server about others, by SubjectAccessReview.</summary>
internal sealed class LiveQuestions(ApiClient admin)
{
    /// <summary>The server knows roles and bindings a little after they were written: what was written last tells when.</summary>
    public async Task SettledAsync(string run, string inNamespace)
    {
        var group = new RbacSubject(SubjectKind.Group, $"{run}-settled");
        PolicyRule[] rules = [new() { Verbs = ["settle"], ApiGroups = [""], Resources = ["pods"] }];
        (RbacRole Role, RbacBinding Binding)[] last = [.. new[] { "", inNamespace }.Select(place => (
            new RbacRole { Name = $"{run}-settled", Namespace = place, Rules = rules },
            new RbacBinding { Name = $"{run}-settled", Namespace = place, RoleIsClusterRole = place.Length == 0, RoleName = $"{run}-settled", Subjects = [group] }))];
        foreach (var (role, binding) in last)
        {
            await LivePolicy.CreateAsync(admin, role);
            await LivePolicy.CreateAsync(admin, binding);
            var request = new AccessRequest.OfResource { Verb = "settle", Resource = "pods", Namespace = inNamespace };
            var user = new RbacUser("settled", [group.Name]);
            while (!await AskAsync(user, request))
                await Task.Delay(50);
            if (role.Namespace.Length == 0)
                (await admin.DeleteAsync($"/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/{binding.Name}")).Expect(200);
            while (role.Namespace.Length == 0 && await AskAsync(user, request))
                await Task.Delay(50);
        }
    }

    public async Task<bool> AskAsync(RbacUser user, AccessRequest request)
    {
        var spec = new JsonObject { ["user"] = user.Username, ["groups"] = new JsonArray([.. user.Groups.Select(group => (JsonNode)group)]) };
        if (request is AccessRequest.OfResource resource)
        {
            spec["resourceAttributes"] = new JsonObject
            {
                ["verb"] = resource.Verb,
                ["group"] = resource.ApiGroup,
                ["resource"] = resource.Resource,
                ["subresource"] = resource.Subresource,
                ["name"] = resource.Name,
                ["namespace"] = resource.Namespace,
            };
        }
        else
        {
            spec["nonResourceAttributes"] = new JsonObject { ["verb"] = request.Verb, ["path"] = ((AccessRequest.OfUrl)request).Path };
        }

        var reply = await admin.CreateAsync(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject { ["spec"] = spec }.ToJsonString());
        return (bool)reply.Expect(201).Body["status"]!["allowed"]!;
    }
}
