using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.Clusters.AccessEntries;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>A cluster that a stack makes or deletes is there, or gone, for all of the sandbox.</summary>
internal sealed class ClusterResources(
    IResourceProvider native, ClusterRegistry clusters, ClusterModes modes, AccessEntryStore entries) : IResourceProvider
{
    private const string Type = "AWS::EKS::Cluster";

    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Created(target, "", await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false));

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken)
    {
        var (from, to) = (ModeOf(oldProperties), ModeOf(properties));
        if (target.Type == Type && from != to && ClusterModes.Refusal(modes.InForce(Key(target, physicalId)) ?? from, to) is { } refusal)
            return new ResourceOutcome.Failed(HandlerMessage.Of("Eks", 400, refusal, "InvalidRequest"), physicalId);
        var outcome = Created(
            target, physicalId, await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false));
        if (target.Type == Type && from != to && outcome is ResourceOutcome.Done done && done.PhysicalId == physicalId)
            modes.Set(Key(target, physicalId), to);
        return outcome;
    }

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

    /// <summary>The mode that a template asks for; CloudFormation has a default of its own.</summary>
    public static AuthenticationMode ModeOf(JsonObject properties) =>
        AuthenticationModes.Find((string?)(properties["AccessConfig"] as JsonObject)?["AuthenticationMode"]) ?? AuthenticationMode.ConfigMap;

    private ResourceOutcome Created(ResourceTarget target, string before, ResourceOutcome outcome)
    {
        if (target.Type != Type || outcome is not ResourceOutcome.Done done)
            return outcome;
        if (done.PhysicalId != before)
            modes.Forget(Key(target, done.PhysicalId));
        clusters.Create(Key(target, done.PhysicalId));
        return outcome;
    }

    private static RegionalName Key(ResourceTarget target, string name) => new(target.Pseudo.AccountId, target.Pseudo.Region, name);
}
