using System.Collections.Concurrent;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Serve.Ssm;

/// <summary>The Parameter Store: what stacks keep there, and what callers put there until the sandbox ends.</summary>
internal sealed class ParameterStore(Cloud cloud, TimeProvider time)
{
    private readonly ConcurrentDictionary<RegionalName, StoredParameter> _put = new();

    public StoredParameter? Find(RegionalName key) => _put.GetValueOrDefault(key) ?? OfStacks(key).FirstOrDefault();

    /// <returns>False when it is there already, and is not to be overwritten.</returns>
    public bool Put(RegionalName key, string type, string value, bool overwrite)
    {
        var before = Find(key);
        if (before is not null && !overwrite)
            return false;
        _put[key] = new StoredParameter(key, type, value, (before?.Version ?? 0) + 1, time.GetUtcNow());
        return true;
    }

    /// <returns>False when there is none that a caller has put there.</returns>
    public bool Delete(RegionalName key) => _put.TryRemove(key, out _);

    private IEnumerable<StoredParameter> OfStacks(RegionalName key) =>
        from stack in cloud.Stacks
        where (stack.Key with { Name = key.Name }) == key
        from resource in stack.Resources.Values
        where resource is { Type: "AWS::SSM::Parameter", PhysicalId: not null } && resource.PhysicalId == key.Name
        select new StoredParameter(
            key,
            TemplateReader.Text(resource.Properties["Type"]) ?? "String",
            TemplateReader.Text(resource.Properties["Value"]) ?? "",
            1,
            stack.Created);
}

internal sealed record StoredParameter(RegionalName Key, string Type, string Value, int Version, DateTimeOffset Modified);
