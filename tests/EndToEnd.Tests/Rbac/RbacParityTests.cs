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

    private LiveQuestions Questions => new(_admin);

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
            await LivePolicy.CreateAsync(_admin, generator);

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
        await Questions.SettledAsync(run, inNamespace);
        var policy = await LivePolicy.ReadAsync(server.Backend);
        var differences = new List<string>();
        var allowed = 0;
        foreach (var batch in questions.Chunk(16))
        {
            var answers = await Task.WhenAll(batch.Select(question => Questions.AskAsync(Authenticated(question.User), question.Request)));
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

    private static RbacUser Authenticated(RbacUser user) => user with { Groups = [.. user.Groups, "system:authenticated"] };
}
