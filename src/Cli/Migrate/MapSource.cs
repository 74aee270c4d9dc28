using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Cli.AwsAuth;
using EksIamCdk.Cli.Input;
using EksIamCdk.ClusterApi.Reading;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Migrate;

/// <summary>The map that is migrated, and where it came from.</summary>
internal sealed record MapSource(string Name, IReadOnlyDictionary<string, string> Data, ConfigMapFile? File)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Null, and at least one problem, when there is no map.</summary>
    public static async Task<MapSource?> ReadAsync(string name, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (!KubeconfigCluster.IsOne(name))
        {
            return await ConfigMapInput.ReadAsync(name, problems, cancellationToken) is { } file ? new(TextInput.Display(name), file.Data, file) : null;
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
        switch (await reader.GetAsync(ObjectAddress.AwsAuth, cancellationToken))
        {
            case ObjectReading.Read { Object: var live }:
                var data = (live?["data"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
                return new(name, data, null);
            case ObjectReading.Failed { Failure: var failure }:
                problems.Add(failure.Reason);
                return null;
            default:
                throw new UnreachableException();
        }
    }
}
