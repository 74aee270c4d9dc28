using Amazon.CDK;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Providers;

/// <summary>The objects of one cluster: each is deployed after those that it needs, whichever of them is declared first.</summary>
internal sealed class ObjectOrder
{
    private readonly Dictionary<ObjectAddress, CfnResource> _declared = [];
    private readonly Dictionary<ObjectAddress, List<CfnResource>> _waiting = [];

    /// <param name="address">The object; another of the same address is somebody's mistake, which the function tells them.</param>
    /// <param name="needs">What must be there before. What this app does not declare is in the cluster already.</param>
    /// <param name="resource">The object's resource.</param>
    public void Add(ObjectAddress address, IReadOnlyList<ObjectAddress> needs, CfnResource resource)
    {
        _declared.TryAdd(address, resource);
        foreach (var waiting in _waiting.GetValueOrDefault(address, [])) waiting.Node.AddDependency(resource);
        foreach (var need in needs)
        {
            if (_declared.TryGetValue(need, out var before)) resource.Node.AddDependency(before);
            else if (_waiting.TryGetValue(need, out var others)) others.Add(resource);
            else _waiting[need] = [resource];
        }
    }
}
