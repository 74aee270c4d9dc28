using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.Clusters.AccessEntries;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>A cluster that a stack makes or deletes is there, or gone, for all of the sandbox.</summary>
internal sealed class ClusterResources(IResourceProvider native, ClusterRegistry clusters, AccessEntryStore entries) : IResourceProvider
{
    private const string Type = "AWS::EKS::Cluster";

    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Created(target, await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false));

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken) =>
        Created(target, await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false));

    public async Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken)
    {
        if (target.Type == Type)
        {
            await clusters.DeleteAsync(Key(target, physicalId)).ConfigureAwait(false);
            entries.Forget(Key(target, physicalId));
        }
        return await native.DeleteAsync(target, physicalId, properties, cancellationToken).ConfigureAwait(false);
    }

    private ResourceOutcome Created(ResourceTarget target, ResourceOutcome outcome)
    {
        if (target.Type == Type && outcome is ResourceOutcome.Done done)
            clusters.Create(Key(target, done.PhysicalId));
        return outcome;
    }

    private static RegionalName Key(ResourceTarget target, string name) => new(target.Pseudo.AccountId, target.Pseudo.Region, name);
}
