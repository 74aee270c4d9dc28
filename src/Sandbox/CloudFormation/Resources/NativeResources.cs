using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Plays the resources of AWS: they have names and attributes, and nothing behind them.</summary>
internal sealed class NativeResources : IResourceProvider
{
    public Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Task.FromResult<ResourceOutcome>(Create(target, properties));

    public Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken)
    {
        var type = NativeTypes.For(target.Type);
        if (!type.CreateOnly.Any(Changed))
            return Task.FromResult<ResourceOutcome>(Done(target, physicalId, properties));
        if (type.NameProperty is { } name && properties[name] is { } custom && !Changed(name))
        {
            return Task.FromResult<ResourceOutcome>(new ResourceOutcome.Failed(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                    + $"Rename {custom} and update the stack again.",
                physicalId));
        }
        return Task.FromResult<ResourceOutcome>(Create(target, properties));

        bool Changed(string property) => !JsonNode.DeepEquals(properties[property], oldProperties[property]);
    }

    public Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken) =>
        Task.FromResult<ResourceOutcome>(new ResourceOutcome.Done(physicalId, []));

    private static ResourceOutcome.Done Create(ResourceTarget target, JsonObject properties) =>
        Done(
            target,
            NativeTypes.For(target.Type).NewPhysicalId(new NativeInstance(target.Pseudo, target.LogicalId, "", properties)),
            properties);

    private static ResourceOutcome.Done Done(ResourceTarget target, string physicalId, JsonObject properties) => new(
        physicalId, NativeTypes.For(target.Type).AttributesOf(new NativeInstance(target.Pseudo, target.LogicalId, physicalId, properties)));
}
