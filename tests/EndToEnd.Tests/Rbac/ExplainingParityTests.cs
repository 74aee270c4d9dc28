using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>What <c>eksiam can</c> and <c>who-can</c> say of a cluster is what its kube-apiserver says.</summary>
[Collection(KubeApiServerCollection.Name)]
public sealed class ExplainingParityTests(KubeApiServerFixture server) : IDisposable
{
    private const int Policies = 16;
    private const int QuestionsOfEach = 150;
    private const int AskedOfEverybody = 24;

    private readonly ApiClient _admin = new(server.Backend, server.Backend.AdminToken);
    private readonly string _kubeconfig = Path.GetTempFileName();

    public void Dispose()
    {
        _admin.Dispose();
        File.Delete(_kubeconfig);
    }

    [Fact]
    public async Task Thousands_of_questions_about_principals_have_the_same_answers()
    {
        var live = new LiveQuestions(_admin);
        var (cluster, asked) = await MadeUpAsync(live, firstSeed: 100, Policies, QuestionsOfEach);
        var who = new KnownPrincipals(cluster);
        var principals = who.Iam.Concat(who.ServiceAccounts).ToDictionary(known => known.Identity!.User.Username);

        var (differences, allowed) = (new List<string>(), 0);
        foreach (var batch in asked.Chunk(16))
        {
            var answers = await Task.WhenAll(batch.Select(question => live.AskAsync(principals[question.User.Username].Identity!.User, question.Request)));
            foreach (var ((user, request), answer) in batch.Zip(answers))
            {
                allowed += answer ? 1 : 0;
                if (new Rights(cluster, principals[user.Username].Identity!).Decide(request).Allowed != answer)
                    differences.Add($"can {user.Username} {request}: the server says {answer}");
            }
        }

        foreach (var (_, request) in asked.Take(AskedOfEverybody))
        {
            var able = WhoCan.Ask(cluster, who, request);
            var named = able.Iam.Concat(able.ServiceAccounts).Select(one => one.Who.Identity!.User.Username).ToHashSet();
            foreach (var batch in principals.Chunk(16))
            {
                var answers = await Task.WhenAll(batch.Select(known => live.AskAsync(known.Value.Identity!.User, request)));
                differences.AddRange(batch.Zip(answers).Where(pair => named.Contains(pair.First.Key) != pair.Second)
                    .Select(pair => $"who-can {request}: the server says {pair.Second} of {pair.First.Key}"));
            }
        }

        Assert.Empty(differences);
        // Questions that are all refused would prove nothing.
        Assert.InRange(allowed, asked.Count / 50, asked.Count * 49 / 50);
    }

    [Fact]
    public async Task Kubectl_auth_can_i_says_the_same()
    {
        var (cluster, asked) = await MadeUpAsync(new LiveQuestions(_admin), firstSeed: 200, policies: 3, questionsOfEach: 80);
        var who = new KnownPrincipals(cluster);
        var principals = who.Iam.Concat(who.ServiceAccounts).ToDictionary(known => known.Identity!.User.Username);
        await File.WriteAllTextAsync(_kubeconfig, server.KubeconfigOfAnAdministrator());
        var kubectl = new Kubectl(_kubeconfig);

        var answers = new List<(string Question, bool Ours, bool Theirs)>();
        // What the server does not have, kubectl asks about under another name.
        foreach (var (user, request) in asked.Where(question => question.Request is AccessRequest.OfUrl
            or AccessRequest.OfResource { ApiGroup: "", Resource: "pods" or "secrets" } or AccessRequest.OfResource { ApiGroup: "apps", Resource: "deployments" }))
        {
            var identity = principals[user.Username].Identity!;
            answers.Add(($"{user.Username} {request}", new Rights(cluster, identity).Decide(request).Allowed, await kubectl.CanIAsync(identity.User, request)));
        }

        Assert.DoesNotContain(answers, answer => answer.Ours != answer.Theirs);
        Assert.Contains(answers, answer => answer.Theirs);
        Assert.Contains(answers, answer => !answer.Theirs);
    }

    /// <summary>Roles and bindings at random, live and as they are read, and questions about them.</summary>
    private async Task<(ClusterState Cluster, IReadOnlyList<(RbacUser User, AccessRequest Request)> Asked)> MadeUpAsync(
        LiveQuestions live, int firstSeed, int policies, int questionsOfEach)
    {
        var run = $"explain{Guid.NewGuid():N}"[..13];
        string[] namespaces = [$"{run}-a", $"{run}-b"];
        foreach (var name in namespaces)
            (await _admin.CreateAsync("/api/v1/namespaces", $$$"""{"metadata": {"name": "{{{name}}}"}}""")).Expect(201);
        var generators = Enumerable.Range(firstSeed, policies).Select(seed => new RandomPolicies(seed, $"{run}-{seed}", namespaces)).ToList();
        foreach (var generator in generators)
            await LivePolicy.CreateAsync(_admin, generator);
        await live.SettledAsync(run, namespaces[0]);
        List<(RbacUser User, AccessRequest Request)> asked =
            [.. generators.SelectMany(generator => Enumerable.Range(0, questionsOfEach).Select(_ => (generator.User(), generator.Request())))];
        var rbac = await LivePolicy.ReadRbacAsync(server.Backend);
        return (ClusterOf(rbac.Roles, rbac.Bindings, asked.Select(question => question.User)), asked);
    }

    /// <summary>Each user by an access entry of its own, each service account by itself.</summary>
    private static ClusterState ClusterOf(IReadOnlyList<RbacRole> roles, IReadOnlyList<RbacBinding> bindings, IEnumerable<RbacUser> users)
    {
        var each = users.DistinctBy(user => user.Username).ToList();
        var accounts = each.Where(user => user.Username.StartsWith("system:serviceaccount:", StringComparison.Ordinal)).ToList();
        return new()
        {
            Name = "live",
            Mode = AuthenticationMode.Api,
            Roles = roles,
            Bindings = bindings,
            AccessEntries =
            [
                .. each.Except(accounts).Select((user, number) => new AccessEntryState(
                    $"arn:aws:iam::111122223333:user/u{number}", new AccessEntryContent { Type = "STANDARD", Username = user.Username, Groups = user.Groups, Policies = [] })),
            ],
            ServiceAccounts = [.. accounts.Select(user => user.Username.Split(':')).Select(parts => new ServiceAccountState(parts[2], parts[3], new Dictionary<string, string>()))],
        };
    }
}
