using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.AwsAuth;
using EksIamCdk.Cli.Input;
using EksIamCdk.ClusterApi.Reading;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Migrate;

/// <summary>The map that is migrated, and where it came from.</summary>
/// <param name="Rbac">Of the live cluster; null for a file, which has none.</param>
internal sealed record MapSource(string Name, IReadOnlyDictionary<string, string> Data, ConfigMapFile? File, LiveRbac? Rbac)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly RbacPolicy Defaults = new(DefaultRoles.Roles, DefaultRoles.Bindings);

    /// <summary>By what rights are compared.</summary>
    public RbacPolicy Policy => Rbac?.Policy ?? Defaults;

    /// <summary>What the comparison of rights does not know, each as a sentence.</summary>
    public IReadOnlyList<string> Unknown => Rbac is { } live
        ? [.. live.Unread.Select(list => list.ToString())]
        : ["which bindings the cluster has: a file has none, so the default roles are taken; give a kubeconfig to --from to have them read"];

    /// <summary>Null, and at least one problem, when there is no map.</summary>
    public static async Task<MapSource?> ReadAsync(string name, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (!KubeconfigCluster.IsOne(name))
        {
            return await ConfigMapInput.ReadAsync(name, problems, cancellationToken) is { } file ? new(TextInput.Display(name), file.Data, file, null) : null;
        }

        try
        {
            using var cluster = await KubeconfigCluster.OpenAsync(name, null, cancellationToken);
            return await LiveAsync(name, new ClusterReader(cluster.Connection, TimeProvider.System, Patience), problems, cancellationToken);
        }
        catch (KubernetesBackendException wrong)
        {
            problems.Add(wrong.Message);
            return null;
        }
    }

    /// <summary>What is told of a section that cannot be read.</summary>
    public string Lost(Section section, SectionFault fault)
    {
        var place = CheckText.Place(Name, section.Key(), fault.Line, fault.Column, File?.Locate(section.Key(), fault.Line, fault.Column));
        return $"{place}: nothing is migrated: {fault.Message}";
    }

    private static async Task<MapSource?> LiveAsync(string name, ClusterReader reader, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var map = await reader.GetAsync(ObjectAddress.AwsAuth, cancellationToken);
        if (map is ObjectReading.Failed { Failure: var unread })
        {
            problems.Add((unread with { Remedy = "" }).Reason); // remedies are those of the function
            return null;
        }

        var rbac = await reader.RbacAsync(cancellationToken);
        if (rbac is RbacReading.Failed { Failure: var unreachable })
        {
            problems.Add((unreachable with { Remedy = "" }).Reason);
            return null;
        }

        return new(name, Texts(((ObjectReading.Read)map).Object?["data"]), null, ((RbacReading.Read)rbac).Rbac);
    }

    private static Dictionary<string, string> Texts(JsonNode? data) =>
        (data as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
}
