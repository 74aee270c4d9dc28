using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>What a template says to be in a cluster already (<c>Metadata</c>, <c>EksIamCdk::ExistingNamespaces</c>): a cluster that no stack has
/// made starts empty here, and gets them.</summary>
internal sealed class ExistingNamespaces(ClusterRegistry clusters, ICloudView cloud, Notes notes)
{
    private const string Key = "EksIamCdk::ExistingNamespaces";

    public async Task MakeAsync(JsonObject template, string accountId, string region, CancellationToken cancellationToken)
    {
        if ((template["Metadata"] as JsonObject)?[Key] is not JsonObject told || TemplateReader.Text(told["Cluster"]) is not { Length: > 0 } name)
            return;
        var key = new RegionalName(TemplateReader.Text(told["AccountId"]) ?? accountId, TemplateReader.Text(told["Region"]) ?? region, name);
        if (cloud.ClusterResource(key) is not null || clusters.IsDeleted(key))
            return;
        var cluster = await clusters.GetAsync(key, cancellationToken).ConfigureAwait(false);
        foreach (var space in (told["Namespaces"] as JsonArray ?? []).Select(TemplateReader.Text).OfType<string>())
        {
            if (await cluster.Admin.EnsureNamespaceAsync(space, cancellationToken).ConfigureAwait(false))
                notes.Add($"Namespace {space} of cluster {name} is not listed: the sandbox takes it to be there already.");
        }
    }
}
