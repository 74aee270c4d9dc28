using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>The native resource of an access entry: it calls EKS as any other caller does.</summary>
internal sealed class AccessEntryResources(IResourceProvider native, AccessEntryStore entries, ICloudView cloud, ClusterRegistry clusters)
    : IResourceProvider
{
    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken)
    {
        if (target.Type != AccessEntry.ResourceType)
            return await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false);
        return Done(
            await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false),
            Try(() => Create(target, properties), out var refusal), refusal, physicalId: null);
    }

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken)
    {
        var outcome = await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false);
        if (target.Type != AccessEntry.ResourceType || outcome is not ResourceOutcome.Done done)
            return outcome;
        // A new one is made while the old one is still there: another type of the same principal is a conflict with itself.
        var isAnother = done.PhysicalId != physicalId || !PropertyText.Same(properties["Type"] ?? "STANDARD", oldProperties["Type"] ?? "STANDARD");
        var entry = Try(() => isAnother ? Create(target, properties) : Change(target, properties), out var refusal);
        return Done(outcome, entry, refusal, physicalId);
    }

    public async Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken)
    {
        // What is gone already is deleted.
        if (target.Type == AccessEntry.ResourceType)
            Try(() => Delete(target, properties), out _);
        return await native.DeleteAsync(target, physicalId, properties, cancellationToken).ConfigureAwait(false);
    }

    private AccessEntry Create(ResourceTarget target, JsonObject properties) =>
        entries.Create(ClusterOf(target, properties), EntryProperties.Read(properties));

    private AccessEntry Change(ResourceTarget target, JsonObject properties)
    {
        var content = EntryProperties.Read(properties);
        var cluster = ClusterOf(target, properties);
        return entries.Change(cluster, content.PrincipalArn, entry => entry with
        {
            Username = content.Username ?? AccessEntryRules.DefaultUsername(content),
            Groups = content.EffectiveGroups,
            Associated = content.Policies,
            Tags = content.Tags,
        });
    }

    private AccessEntry? Delete(ResourceTarget target, JsonObject properties)
    {
        entries.Delete(ClusterOf(target, properties), EntryProperties.Read(properties).PrincipalArn);
        return null;
    }

    private RegionalName ClusterOf(ResourceTarget target, JsonObject properties)
    {
        var cluster = new RegionalName(target.Pseudo.AccountId, target.Pseudo.Region, (string?)properties["ClusterName"] ?? "");
        clusters.RequireExisting(cluster);
        cloud.RequireAccessEntries(cluster);
        return cluster;
    }

    private static ResourceOutcome Done(ResourceOutcome native, AccessEntry? entry, string? refusal, string? physicalId)
    {
        if (entry is null)
            return new ResourceOutcome.Failed(refusal!, physicalId);
        if (native is ResourceOutcome.Done done)
            done.Attributes["AccessEntryArn"] = entry.Arn;
        return native;
    }

    private static AccessEntry? Try(Func<AccessEntry?> call, out string? refusal)
    {
        try
        {
            refusal = null;
            return call();
        }
        catch (AwsErrorException error)
        {
            var code = error.Status switch { 404 => "NotFound", 409 => "AlreadyExists", _ => "InvalidRequest" };
            refusal = HandlerMessage.Of("Eks", error.Status, error.Message, code);
            return null;
        }
    }
}
