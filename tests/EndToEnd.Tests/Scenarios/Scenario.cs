using System.Collections.Concurrent;
using Amazon.CDK;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;
using EksIamCdk.CdkApp;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.EndToEnd.Tests.Scenarios;

/// <summary>A spec of <c>examples/</c>, synthesised, and a sandbox to deploy it in. All constructs of a process share one Node.js kernel:
/// scenarios run one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ScenarioCollection
{
    public const string Name = "scenarios";
}

/// <inheritdoc cref="ScenarioCollection"/>
internal sealed class Scenario : IAsyncDisposable
{
    private const string Map = "eks-managed-node-groups.yaml";

    private static readonly string Root = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scenario-");
    private readonly ConcurrentQueue<string> _log = [];
    private int _syntheses;

    private Scenario(SandboxSession session) => Session = session;

    public SandboxSession Session { get; private set; }

    /// <param name="account">Of stacks that name none.</param>
    /// <param name="kubernetes">Null: the embedded one.</param>
    public static async Task<Scenario> StartAsync(string account, KubernetesSide? kubernetes = null)
    {
        var scenario = new Scenario(null!);
        scenario.Session = await SandboxSession.StartAsync(
            new SandboxOptions
            {
                AccountId = account,
                Kubernetes = kubernetes ?? new KubernetesSide.Embedded(TimeProvider.System),
                AwsAuth = AwsAuthSeed.From(ConfigMapFile.Read(File.ReadAllText(Path.Combine(Root, "examples", "aws-auth", Map)), [])!),
                Log = (_, line) => scenario._log.Enqueue(line),
            },
            CancellationToken.None);
        return scenario;
    }

    /// <summary>Deploys a spec; all its stacks are then there.</summary>
    /// <param name="spec">From <c>examples/</c>.</param>
    /// <returns>The outputs of all stacks.</returns>
    public async Task<IReadOnlyDictionary<string, string>> DeployAsync(string spec)
    {
        var results = await TryAsync(spec);
        Assert.True(results.All(result => result.Outcome == SandboxOutcome.Done), Story(results));
        return results.SelectMany(result => result.Outputs)
            .GroupBy(found => found.Key).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
    }

    /// <summary>Deploys a spec, however that ends.</summary>
    public async Task<IReadOnlyList<SandboxResult>> TryAsync(string spec)
    {
        var errors = new StringWriter();
        var file = SpecFile.Read(Path.Combine(Root, "examples", spec), errors);
        Assert.Equal("", errors.ToString());
        var output = Path.Combine(_folder.FullName, $"cdk.out-{_syntheses++}");
        var app = new App(new AppProps { AnalyticsReporting = false, StackTraces = false, Outdir = output });
        SpecStacks.Declare(app, file!, new Amazon.CDK.Environment(), Path.Combine(Root, ".eksiam", "lambda"));
        app.Synth();

        var results = await Session.DeployAppAsync(new DeployAppRequest { Folder = output }, CancellationToken.None);
        Assert.All(results, result => Assert.Empty(result.Violations));
        return results;
    }

    /// <summary>Takes all stacks away, and compares each cluster with one that was never touched: but for the namespaces, which a stack
    /// leaves with what is in them, nothing is left.</summary>
    public async Task DestroyAsync()
    {
        var clusters = Session.Clusters.ToList();
        var result = await Session.DestroyAsync(null, _ => { }, CancellationToken.None);
        Assert.True(result.Outcome == SandboxOutcome.Done, Story([result]));
        Assert.DoesNotContain(result.Events, happened => happened.Status == "DELETE_FAILED");
        foreach (var cluster in clusters)
        {
            var (before, after) = (await StateAsync(cluster with { Name = "untouched" }), await StateAsync(cluster));
            Assert.Empty(before.Except(after));
            Assert.All(after.Except(before), left => Assert.Matches("^(Namespace |ServiceAccount [^ ]+/default ).*", left));
            Assert.All(after, live => Assert.DoesNotContain("eks-iam-cdk/", live, StringComparison.Ordinal));
        }
    }

    /// <summary>Whether somebody may do something in a cluster: by a signed token, and a SubjectAccessReview.</summary>
    /// <param name="callerArn">As STS would give it.</param>
    /// <param name="question">In the words of <c>kubectl auth can-i</c>.</param>
    public async Task<bool> MayAsync(string callerArn, string cluster, string question)
    {
        var key = Session.Here(cluster);
        var token = EksToken.Create(Session.Identity.CredentialsFor(callerArn), key.Region, key.Name, TimeProvider.System.GetUtcNow());
        if (await Session.AuthenticatorOf(key)(token, CancellationToken.None) is not { } user)
            return false;
        var problems = new ProblemList();
        var request = Assert.IsType<AccessRequest.OfResource>(ExpectLine.Parse("question", question, problems));
        using var api = await ApiAsync(cluster);
        var answer = Assert.IsType<ApiAnswer.Ok>(await api.Review(SubjectAccessReview.Of(new(user.Username, user.Groups), request), CancellationToken.None));
        return SubjectAccessReview.IsAllowed(answer.Object);
    }

    /// <summary>The API server of a cluster, called as its administrator.</summary>
    public async Task<KubernetesApi> ApiAsync(string cluster)
    {
        var backend = await Session.BackendAsync(Session.Here(cluster), CancellationToken.None);
        return new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
                Token = () => backend.AdminToken,
            },
            TimeProvider.System);
    }

    public async Task ShouldWorkAsync(string callerArn, string cluster, params string[] questions)
    {
        foreach (var question in questions)
            Assert.True(await MayAsync(callerArn, cluster, question), $"{callerArn} should be allowed to {question}");
    }

    public async Task ShouldFailAsync(string callerArn, string cluster, params string[] questions)
    {
        foreach (var question in questions)
            Assert.False(await MayAsync(callerArn, cluster, question), $"{callerArn} should not be allowed to {question}");
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What people wrote in a cluster, without what the API server and the sandbox keep for themselves.</summary>
    public async Task<SortedSet<string>> StateAsync(RegionalName cluster)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var live in await Session.ObjectsAsync(cluster, CancellationToken.None))
        {
            var metadata = live["metadata"]!.AsObject();
            // What was done to the cluster stays told when all of it is taken away.
            if ((string?)metadata["name"] == HistoryFormat.Address.Name)
                continue;
            if (metadata["labels"]?.AsObject().Any(label => label.Key.StartsWith("eks-iam-cdk-sandbox/", StringComparison.Ordinal)) == true)
                continue;
            foreach (var counted in (string[])["resourceVersion", "managedFields", "uid", "creationTimestamp", "generation"])
                metadata.Remove(counted);
            lines.Add($"{live["kind"]} {metadata["namespace"]}/{metadata["name"]} {live.ToJsonString()}");
        }
        return lines;
    }

    private string Story(IEnumerable<SandboxResult> results) => string.Join(
        '\n',
        [
            .. results.SelectMany(result => result.Problems).Select(problem => problem.ToString()),
            .. results.SelectMany(result => result.Events).Where(e => e.Reason.Length > 0).Select(e => $"{e.LogicalId} {e.Status} {e.Reason}"),
            .. _log.TakeLast(10),
        ]);

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")) ? folder.FullName : FindRoot(folder.Parent!);
}
