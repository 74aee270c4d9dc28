using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Kubernetes;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>
/// Who can do what: each principal that a stack lets in, and a stranger, signs a token as on AWS; the sandbox reads it as EKS would; then
/// the API server is asked.
/// </summary>
internal static class AccessTable
{
    private const int MostCallers = 8;

    public static async Task WriteAsync(IAnsiConsole console, SandboxSession session, ClusterView cluster, CancellationToken cancellationToken)
    {
        var callers = KnownCaller.Of(cluster).Take(MostCallers).Append(KnownCaller.Stranger).ToList();
        if (callers.Count == 1)
        {
            return;
        }

        console.Heading($"who can do what in cluster {cluster.Label} (each asked with a signed token, by SubjectAccessReview)");
        var users = new List<KubernetesUser?>();
        foreach (var caller in callers)
        {
            users.Add(await EnterAsync(session, cluster.Key, caller.Arn, cancellationToken));
        }

        WriteCallers(console, callers, users);
        await WriteAnswersAsync(console, session, cluster, callers, users, cancellationToken);
    }

    private static void WriteCallers(IAnsiConsole console, List<KnownCaller> callers, List<KubernetesUser?> users)
    {
        var table = PlainTable.Of("", "caller", "becomes", "groups");
        foreach (var (caller, user) in callers.Zip(users))
        {
            table.AddRow(
                caller.Short.EscapeMarkup(),
                caller.Arn.EscapeMarkup(),
                user is null ? "[red]nobody (401)[/]" : user.Username.EscapeMarkup(),
                user is null ? "" : string.Join(", ", user.Groups).EscapeMarkup());
        }

        console.Write(table);
        console.WriteLine();
    }

    private static async Task WriteAnswersAsync(
        IAnsiConsole console, SandboxSession session, ClusterView cluster, List<KnownCaller> callers, List<KubernetesUser?> users, CancellationToken cancellationToken)
    {
        var backend = await session.BackendAsync(cluster.Key, cancellationToken);
        using var api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
                Token = () => backend.AdminToken,
            },
            TimeProvider.System);
        var table = PlainTable.Of(callers.Select(caller => caller.Short).Prepend("may they …"));
        foreach (var question in Questions(cluster))
        {
            var row = new List<string> { question.ToString().EscapeMarkup() };
            foreach (var user in users)
            {
                row.Add(user is not null && await AskAsync(api, question, user, cancellationToken) ? "[green]yes[/]" : "[grey]no[/]");
            }

            table.AddRow([.. row]);
        }

        console.Write(table);
    }

    /// <summary>In the namespaces that a stack owns, or in default; then in the cluster as a whole.</summary>
    private static IEnumerable<AccessRequest.OfResource> Questions(ClusterView cluster)
    {
        var owned = cluster.Objects.Where(live => (string?)live["kind"] == "Namespace").Select(live => (string)live["metadata"]!["name"]!).Take(2).ToList();
        foreach (var ns in owned.Count == 0 ? ["default"] : owned)
        {
            yield return new() { Verb = "get", Resource = "pods", Namespace = ns };
            yield return new() { Verb = "update", Resource = "pods", Namespace = ns };
            yield return new() { Verb = "delete", Resource = "deployments", ApiGroup = "apps", Namespace = ns };
        }

        yield return new() { Verb = "get", Resource = "pods", Namespace = "kube-system" };
        yield return new() { Verb = "update", Resource = "configmaps", Name = "aws-auth", Namespace = "kube-system" };
        yield return new() { Verb = "create", Resource = "clusterrolebindings", ApiGroup = "rbac.authorization.k8s.io" };
    }

    private static async Task<KubernetesUser?> EnterAsync(SandboxSession session, RegionalName cluster, string arn, CancellationToken cancellationToken)
    {
        var token = EksToken.Create(session.Identity.CredentialsFor(arn), cluster.Region, cluster.Name, TimeProvider.System.GetUtcNow());
        return await session.AuthenticatorOf(cluster)(token, cancellationToken);
    }

    private static async Task<bool> AskAsync(KubernetesApi api, AccessRequest question, KubernetesUser user, CancellationToken cancellationToken) =>
        await api.Review(SubjectAccessReview.Of(new(user.Username, user.Groups), question), cancellationToken) is ApiAnswer.Ok ok
            ? SubjectAccessReview.IsAllowed(ok.Object)
            : throw new InvalidOperationException($"The API server did not answer whether {user.Username} may {question}.");
}
