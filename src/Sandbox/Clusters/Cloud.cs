using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters.AccessEntries;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>The stacks of a sandbox, as its other services see them: live, also while they change.</summary>
internal sealed class Cloud(ClusterModes modes, AuthenticationMode modeOfOthers) : ICloudView, IExportBook
{
    private readonly ConcurrentDictionary<RegionalName, Stack> _stacks = new();
    private readonly ConcurrentDictionary<string, bool> _functionSessions = new(StringComparer.Ordinal);

    /// <summary>In the order of their creation.</summary>
    public IReadOnlyList<Stack> Stacks =>
        [.. _stacks.Values.OrderBy(stack => stack.Created).ThenBy(stack => stack.Name, StringComparer.Ordinal)];

    /// <summary>What other stacks of the same account and Region export.</summary>
    public IReadOnlyDictionary<string, string> ExportsFor(RegionalName key) => NeighboursOf(key)
        .SelectMany(stack => stack.Exports).ToDictionary(export => export.Key, export => export.Value, StringComparer.Ordinal);

    public string? ExporterOf(Stack stack, string export) =>
        NeighboursOf(stack.Key).FirstOrDefault(other => other.Exports.ContainsKey(export))?.Name;

    public IReadOnlyList<string> ImportersOf(Stack stack, string export) =>
        [.. NeighboursOf(stack.Key).Where(other => other.Imports.Contains(export)).Select(other => other.Name)];

    /// <summary>The other stacks of an account and Region.</summary>
    public IEnumerable<Stack> NeighboursOf(RegionalName key) =>
        Stacks.Where(stack => stack.Key != key && (stack.Key with { Name = key.Name }) == key);

    public Stack? Find(RegionalName key) => _stacks.GetValueOrDefault(key);

    public void Put(Stack stack) => _stacks[stack.Key] = stack;

    public void Remove(Stack stack) => _stacks.TryRemove(stack.Key, out _);

    /// <summary>The function that plays a custom resource. One that no stack of this sandbox has deployed is played all the same when
    /// the resource is of a type of this project.</summary>
    public DeployedFunction? Function(CustomResourceRequest request)
    {
        if (Function(request.ServiceToken) is { } deployed)
            return deployed;
        return request.ServiceToken.Split(':') is ["arn", var partition, "lambda", _, var account, "function", var name, ..]
            && request.ResourceType.StartsWith("Custom::Eks", StringComparison.Ordinal)
            ? new DeployedFunction
            {
                Arn = request.ServiceToken,
                Name = name,
                RoleArn = $"arn:{partition}:iam::{account}:role/{name}",
                Memory = 512,
                Timeout = TimeSpan.FromMinutes(2),
            }
            : null;
    }

    /// <summary>A function that a stack has deployed.</summary>
    public DeployedFunction? Function(string arn)
    {
        foreach (var stack in _stacks.Values)
        {
            var all = stack.Resources.Values;
            if (all.Select(resource => DeployedFunction.Of(resource, all)).FirstOrDefault(function => function?.Arn == arn) is { } deployed)
                return deployed with { TemplateFolder = stack.TemplateFolder };
        }
        return null;
    }

    /// <summary>Whom access entries of people and programs let in, other than the functions of stacks.</summary>
    public IReadOnlyList<string> PeopleOf(IEnumerable<AccessEntry> entries)
    {
        var functions = _stacks.Values.SelectMany(stack => stack.Resources.Values)
            .Where(resource => resource.Type == DeployedFunction.Type)
            .Select(resource => (string?)resource.Properties["Role"]).ToHashSet();
        return
        [
            .. entries.Where(entry => entry.Type == AccessEntryType.Standard && !functions.Contains(entry.PrincipalArn))
                .Select(entry => entry.PrincipalArn).Order(StringComparer.Ordinal),
        ];
    }

    public ResourceRecord? ClusterResource(RegionalName cluster) =>
        _stacks.Values.Where(stack => (stack.Key with { Name = cluster.Name }) == cluster)
            .SelectMany(stack => stack.Resources.Values)
            .FirstOrDefault(resource => resource.Type == "AWS::EKS::Cluster" && resource.PhysicalId == cluster.Name);

    public AuthenticationMode ModeOf(RegionalName cluster) => modes.InForce(cluster) ?? (ClusterResource(cluster) is { } made
        ? ClusterResources.ModeOf(made.Properties)
        : modeOfOthers);

    public void ActsForFunction(string callerArn) => _functionSessions[callerArn] = true;

    public bool ActedForFunction(string callerArn) => _functionSessions.ContainsKey(callerArn);

    public bool CountsAsCreator(string callerArn)
    {
        // A literal principal is somebody in particular; any other way to write it may well mean the role of the function.
        var meantToEnter = _stacks.Values.SelectMany(stack => stack.TemplatesInForce)
            .SelectMany(template => template["Resources"] as JsonObject ?? [])
            .Select(resource => resource.Value as JsonObject)
            .Where(resource => (string?)resource?["Type"] == AccessEntry.ResourceType)
            .Select(resource => (resource?["Properties"] as JsonObject)?["PrincipalArn"])
            .Any(principal => principal is not JsonValue value || CallerArn.Principal(value.ToString()) == CallerArn.Principal(callerArn));
        return !meantToEnter && _functionSessions.ContainsKey(callerArn);
    }
}
