using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>The evaluator and a real kube-apiserver give the same answer to the same question.</summary>
[Collection(KubeApiServerCollection.Name)]
public sealed class RbacParityTests(KubeApiServerFixture server) : IDisposable
{
    private const int Policies = 24;
    private const int QuestionsOfEach = 100;

    private readonly ApiClient _admin = new(server.Backend, server.Backend.AdminToken);

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task Generated_policies_and_questions_have_the_same_answers()
    {
        var run = $"parity{Guid.NewGuid():N}"[..12];
        string[] namespaces = [$"{run}-a", $"{run}-b"];
        foreach (var name in namespaces)
            (await _admin.CreateAsync("/api/v1/namespaces", $$$"""{"metadata": {"name": "{{{name}}}"}}""")).Expect(201);
        var generators = Enumerable.Range(0, Policies).Select(seed => new RandomPolicies(seed, $"{run}-{seed}", namespaces)).ToList();
        foreach (var generator in generators)
        {
            var roles = generator.Roles().Select(WithoutUrlsInRoles).ToList();
            foreach (var role in roles)
                await LivePolicy.CreateAsync(_admin, role);
            foreach (var binding in generator.Bindings(roles))
                await LivePolicy.CreateAsync(_admin, binding);
        }

        var questions = generators.SelectMany(generator => Enumerable.Range(0, QuestionsOfEach).Select(_ => (User: generator.User(), Request: generator.Request())));
        await CompareAsync([.. questions], run, namespaces[0]);
    }

    [Fact]
    public async Task The_bootstrap_roles_of_the_server_have_the_same_answers()
    {
        var run = $"boot{Guid.NewGuid():N}"[..12];
        (await _admin.CreateAsync("/api/v1/namespaces", $$$"""{"metadata": {"name": "{{{run}}}"}}""")).Expect(201);
        string[] roles = ["view", "edit", "admin", "cluster-admin"];
        foreach (var role in roles)
        {
            await LivePolicy.CreateAsync(_admin, new RbacBinding
            {
                Name = role,
                Namespace = run,
                RoleIsClusterRole = true,
                RoleName = role,
                Subjects = [new(SubjectKind.Group, $"{run}-{role}")],
            });
        }

        (string Group, string Resource)[] resources =
        [
            ("", "pods"), ("", "pods/log"), ("", "pods/exec"), ("", "secrets"), ("", "configmaps"), ("", "serviceaccounts"), ("", "namespaces"),
            ("", "nodes"), ("apps", "deployments"), ("apps", "deployments/scale"), ("batch", "jobs"), ("networking.k8s.io", "networkpolicies"),
            ("rbac.authorization.k8s.io", "roles"), ("rbac.authorization.k8s.io", "rolebindings"), ("rbac.authorization.k8s.io", "clusterroles"),
        ];
        string[] verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind"];
        var questions =
            from role in roles
            from resource in resources
            from verb in verbs
            from place in new[] { run, "kube-system" }
            let parts = resource.Resource.Split('/')
            select (new RbacUser("somebody", [$"{run}-{role}"]), (AccessRequest)new AccessRequest.OfResource
            {
                Verb = verb,
                ApiGroup = resource.Group,
                Resource = parts[0],
                Subresource = parts.ElementAtOrDefault(1) ?? "",
                Namespace = place,
            });
        await CompareAsync([.. questions], run, run);
    }

    private async Task CompareAsync(IReadOnlyList<(RbacUser User, AccessRequest Request)> questions, string run, string inNamespace)
    {
        await SettledAsync(run, inNamespace);
        var policy = await LivePolicy.ReadAsync(server.Backend);
        var differences = new List<string>();
        var allowed = 0;
        foreach (var batch in questions.Chunk(16))
        {
            var answers = await Task.WhenAll(batch.Select(question => AskAsync(Authenticated(question.User), question.Request)));
            foreach (var ((user, request), live) in batch.Zip(answers))
            {
                allowed += live ? 1 : 0;
                if (policy.Decide(Authenticated(user), request).Allowed != live)
                    differences.Add($"{user.Username} ({string.Join(", ", user.Groups)}): {request}: the server says {live}");
            }
        }

        Assert.Empty(differences);
        // Questions that are all refused would prove nothing.
        Assert.InRange(allowed, questions.Count / 50, questions.Count * 49 / 50);
    }

    /// <summary>The server knows roles and bindings a little after they were written: what was written last tells when.</summary>
    private async Task SettledAsync(string run, string inNamespace)
    {
        var group = new RbacSubject(SubjectKind.Group, $"{run}-settled");
        PolicyRule[] rules = [new() { Verbs = ["settle"], ApiGroups = [""], Resources = ["pods"] }];
        (RbacRole Role, RbacBinding Binding)[] last = [.. new[] { "", inNamespace }.Select(place => (
            new RbacRole { Name = $"{run}-settled", Namespace = place, Rules = rules },
            new RbacBinding { Name = $"{run}-settled", Namespace = place, RoleIsClusterRole = place.Length == 0, RoleName = $"{run}-settled", Subjects = [group] }))];
        foreach (var (role, binding) in last)
        {
            await LivePolicy.CreateAsync(_admin, role);
            await LivePolicy.CreateAsync(_admin, binding);
            var request = new AccessRequest.OfResource { Verb = "settle", Resource = "pods", Namespace = inNamespace };
            var user = new RbacUser("settled", [group.Name]);
            while (!await AskAsync(user, request))
                await Task.Delay(50);
            if (role.Namespace.Length == 0)
                (await _admin.DeleteAsync($"/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/{binding.Name}")).Expect(200);
            while (role.Namespace.Length == 0 && await AskAsync(user, request))
                await Task.Delay(50);
        }
    }

    private async Task<bool> AskAsync(RbacUser user, AccessRequest request)
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

        var reply = await _admin.CreateAsync(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject { ["spec"] = spec }.ToJsonString());
        return (bool)reply.Expect(201).Body["status"]!["allowed"]!;
    }

    private static RbacUser Authenticated(RbacUser user) => user with { Groups = [.. user.Groups, "system:authenticated"] };

    // The server refuses them there.
    private static RbacRole WithoutUrlsInRoles(RbacRole role) =>
        role.Namespace.Length == 0 ? role : role with { Rules = [.. role.Rules.Where(rule => rule.NonResourceUrls.Count == 0)] };
}
