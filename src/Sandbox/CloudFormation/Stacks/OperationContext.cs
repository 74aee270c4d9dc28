using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>What every part of one operation on a stack works with.</summary>
internal sealed record OperationContext(Stack Stack, IResourceProvider Native, IResourceProvider Custom, EventLog Log)
{
    public IResourceProvider ProviderOf(ResourceRecord resource) => resource.IsCustom ? Custom : Native;

    public ResourceTarget Target(ResourceRecord resource) => new(Stack.Pseudo, resource.LogicalId, resource.Type, Stack.Operation);

    public string MadeUpPhysicalId(string logicalId) => $"{Stack.Name}-{logicalId}-{NativeType.RandomText(12)}";
}
