using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Cli.Drift;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Drift;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>Somebody edits the cluster by hand: what <c>eksiam drift</c> says of it, and that <c>--heal</c> puts it back to the byte.</summary>
internal sealed class DriftChapter : IDemoChapter
{
    private const string Intruder = """[{"kind": "User", "name": "somebody", "apiGroup": "rbac.authorization.k8s.io"}]""";

    public string Name => "drift";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading("Somebody makes himself an administrator by hand, in aws-auth and in a RoleBinding (./eksiam drift --heal)");
        var backend = await stage.Session.BackendAsync(stage.Cluster.Key, cancellationToken);
        using var api = ApiOf(backend);
        var cluster = new ClusterConnection(api, new ClusterReference { Name = stage.Cluster.Name, Endpoint = backend.Endpoint, Region = "" }, "the sandbox");
        var before = await stage.SnapshotAsync(cancellationToken);
        await EditMapAsync(api, cancellationToken);
        await EditBindingAsync(api, stage.Cluster.Objects, cancellationToken);

        if (await new DriftCheck(cluster, TimeProvider.System, DriftCommand.Patience).RunAsync(cancellationToken) is not DriftReading.Read { Report: var report })
        {
            throw new UnreachableException("the sandbox lets itself read its own cluster");
        }

        var healed = await DriftCommand.HealAsync(cluster, report, cancellationToken);
        DriftText.Write(stage.Console, report, healed);
        return await stage.CompareAsync(before, cancellationToken);
    }

    // The first role that a stack lets in gets a group more, in the style of the map.
    private static async Task EditMapAsync(KubernetesApi api, CancellationToken cancellationToken)
    {
        var live = await GetAsync(api, ObjectAddress.AwsAuth, cancellationToken);
        var map = AwsAuthObject.Read(live);
        if (EntryDrift.Declared(map).FirstOrDefault(entry => entry.Section == Section.MapRoles) is not { } declared
            || SectionEditor.Upsert(declared.Section, map.Text(declared.Section), declared.Entry with { Groups = [.. declared.Entry.Groups, "system:masters"] })
                is not SectionEdit.Changed { Text: var text })
        {
            return;
        }

        live["data"]![declared.Section.Key()] = text;
        await api.Replace(ObjectAddress.AwsAuth, live, cancellationToken);
    }

    private static async Task EditBindingAsync(KubernetesApi api, IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        if (objects.FirstOrDefault(live => (string?)live["kind"] == KubernetesKind.RoleBinding.Kind)?["metadata"] is { } metadata)
        {
            var address = new ObjectAddress(KubernetesKind.RoleBinding, (string?)metadata["namespace"], (string)metadata["name"]!);
            await api.Merge(address, new JsonObject { ["subjects"] = JsonNode.Parse(Intruder) }, cancellationToken);
        }
    }

    private static async Task<JsonObject> GetAsync(KubernetesApi api, ObjectAddress address, CancellationToken cancellationToken) =>
        await api.Get(address, cancellationToken) is ApiAnswer.Ok ok ? ok.Object : throw new UnreachableException($"{address} is in the sandbox");

    private static KubernetesApi ApiOf(IKubernetesBackend backend) => new(
        new KubernetesEndpoint
        {
            Address = new Uri(backend.Endpoint),
            Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
            Token = () => backend.AdminToken,
        },
        TimeProvider.System);
}
