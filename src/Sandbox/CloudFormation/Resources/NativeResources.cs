using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Plays the resources of AWS: they have names and attributes, and nothing behind them. A name that is taken is refused.</summary>
internal sealed class NativeResources(TakenNames names) : IResourceProvider
{
    /// <summary>What a stack of an earlier run has made.</summary>
    public static void Restore(TakenNames names, Stack stack)
    {
        foreach (var resource in stack.Resources.Values.Where(resource => resource is { IsCustom: false, PhysicalId: not null }))
        {
            var instance = new NativeInstance(stack.Pseudo, resource.LogicalId, resource.PhysicalId!, resource.Properties);
            names.Take(NativeTypes.For(resource.Type).IdentityOf(instance), new TakenNames.Holder(stack.Id, resource.LogicalId));
        }
    }

    public Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Task.FromResult(Create(target, properties));

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
        // The new one is made while the old one is still there.
        return Task.FromResult(Create(target, properties, replacing: type.IdentityOf(Instance(target, physicalId, oldProperties)), physicalId));

        bool Changed(string property) => !JsonNode.DeepEquals(properties[property], oldProperties[property]);
    }

    public Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken)
    {
        names.Free(NativeTypes.For(target.Type).IdentityOf(Instance(target, physicalId, properties)), HolderOf(target));
        return Task.FromResult<ResourceOutcome>(new ResourceOutcome.Done(physicalId, []));
    }

    private ResourceOutcome Create(ResourceTarget target, JsonObject properties, string? replacing = null, string? physicalId = null)
    {
        var type = NativeTypes.For(target.Type);
        var instance = Instance(target, "", properties);
        instance = instance with { PhysicalId = type.NewPhysicalId(instance) };
        var identity = type.IdentityOf(instance);
        var owner = identity is not null && identity == replacing ? target.Pseudo.StackId : names.Take(identity, HolderOf(target));
        return owner is null
            ? Done(target, instance.PhysicalId, properties)
            : new ResourceOutcome.Failed(type.RefusalOf(instance, owner), physicalId);
    }

    private static ResourceOutcome.Done Done(ResourceTarget target, string physicalId, JsonObject properties) =>
        new(physicalId, NativeTypes.For(target.Type).AttributesOf(Instance(target, physicalId, properties)));

    private static NativeInstance Instance(ResourceTarget target, string physicalId, JsonObject properties) =>
        new(target.Pseudo, target.LogicalId, physicalId, properties);

    private static TakenNames.Holder HolderOf(ResourceTarget target) => new(target.Pseudo.StackId, target.LogicalId);
}
