using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>Checks a whole template before anything starts. Every problem is told, not only the first.</summary>
internal static class Planner
{
    /// <returns>Null when there are problems.</returns>
    public static StackPlan? Plan(Template template, PlanInput input, ProblemList problems)
    {
        List<string> notes = [];
        var scope = new TemplateScope
        {
            Template = template,
            Pseudo = input.Pseudo,
            Parameters = new ParameterBinding(input, notes, problems).Bind(template),
            Exports = input.Exports,
            ExportsAreUnknown = input.ExportsAreUnknown,
        };
        scope = scope with { Conditions = ConditionTable.Decide(scope, problems) };
        new NameCheck(template, problems).Run();
        var resources = Resources(scope, problems);
        var needs = resources.ToDictionary(r => r.Key, r => r.Value.Dependencies, StringComparer.Ordinal);
        foreach (var circle in DependencyGraph.Circles(needs))
            problems.Add("Resources", string.Join(" → ", circle), "no circular dependency between resources");
        foreach (var id in input.FailAt.Where(id => !resources.ContainsKey(id)))
            problems.Add("fail at", id, $"the logical id of a resource that is deployed: {string.Join(", ", resources.Keys)}");
        var outputs = Outputs(scope, resources, problems);
        return problems.Count > 0 ? null : new StackPlan
        {
            Scope = scope,
            Resources = resources,
            Outputs = outputs,
            GivenParameters = input.Parameters,
            FailAt = input.FailAt,
            Notes = notes,
        };
    }

    private static Dictionary<string, PlannedResource> Resources(TemplateScope scope, ProblemList problems)
    {
        var active = scope.Template.Resources.Values
            .Where(resource => scope.Holds(resource.Condition))
            .ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var planned = new Dictionary<string, PlannedResource>(StringComparer.Ordinal);
        foreach (var resource in active.Values)
        {
            var values = new PlannedValues(active, problems);
            var path = $"Resources.{resource.LogicalId}.Properties";
            var properties = new Evaluator(scope, values, problems).Evaluate(resource.Properties, path);
            if (resource.IsCustom && properties?["ServiceToken"] is null)
                problems.Missing($"{path}.ServiceToken", "the ARN of the function that plays this custom resource");
            values.Seen.UnionWith(resource.DependsOn.Where(active.ContainsKey));
            planned.Add(resource.LogicalId, new PlannedResource(resource, values.Seen));
        }
        return planned;
    }

    private static List<OutputDefinition> Outputs(TemplateScope scope, Dictionary<string, PlannedResource> resources, ProblemList problems)
    {
        var outputs = scope.Template.Outputs.Values.Where(output => scope.Holds(output.Condition)).ToList();
        var active = resources.ToDictionary(r => r.Key, r => r.Value.Definition, StringComparer.Ordinal);
        foreach (var output in outputs)
        {
            var evaluator = new Evaluator(scope, new PlannedValues(active, problems), problems);
            evaluator.EvaluateText(output.Value, $"Outputs.{output.Name}.Value");
        }
        return outputs;
    }

    /// <summary>Stands for resources that do not exist yet: knows which are referred to, and which attributes a type has.</summary>
    private sealed class PlannedValues(Dictionary<string, ResourceDefinition> active, ProblemList problems) : IResourceValues
    {
        public SortedSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public JsonNode Ref(string logicalId, string path)
        {
            See(logicalId, path);
            return Unknown.Value;
        }

        public JsonNode GetAtt(string logicalId, string attribute, string path)
        {
            if (See(logicalId, path) is { IsCustom: false } resource && !NativeTypes.For(resource.Type).HasAttribute(attribute))
                problems.Add(
                    path, $"{logicalId}.{attribute}", $"an attribute of {resource.Type}: {NativeTypes.For(resource.Type).AttributeNames}");
            return Unknown.Value;
        }

        private ResourceDefinition? See(string logicalId, string path)
        {
            if (active.TryGetValue(logicalId, out var resource))
                Seen.Add(logicalId);
            else
                problems.Add(path, logicalId, "a resource that is deployed: its condition does not hold");
            return resource;
        }
    }
}

/// <summary>All that a deployment says besides the template.</summary>
internal sealed record PlanInput
{
    public required PseudoParameters Pseudo { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Looks a name up in the Parameter Store; null when it is not there. Without it, values are made up.</summary>
    public Func<string, string?>? StoredParameters { get; init; }

    public IReadOnlyDictionary<string, string> Exports { get; init; } = new Dictionary<string, string>();

    public bool ExportsAreUnknown { get; init; }

    public IReadOnlySet<string> FailAt { get; init; } = new HashSet<string>();
}
