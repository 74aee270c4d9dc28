using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>What a change would do to each resource of a stack: from the properties that each has now and those it would get.</summary>
internal sealed class ChangeCalculator
{
    private static readonly string[] OtherAttributes = ["Metadata", "DeletionPolicy", "UpdateReplacePolicy"];

    private readonly StackChange _change;
    private readonly JsonObject _before;
    private readonly Dictionary<string, ResourceChange> _changes = new(StringComparer.Ordinal);

    private ChangeCalculator(StackChange change)
    {
        _change = change;
        _before = change.Stack.Template?["Resources"] as JsonObject ?? [];
    }

    private Stack Stack => _change.Stack;

    public static IReadOnlyList<ResourceChange> Calculate(StackChange change)
    {
        var calculator = new ChangeCalculator(change);
        var plan = change.Plan;
        foreach (var id in plan.Resources.Keys)
            calculator.Visit(id);
        var removed = change.Stack.Resources.Values.Where(resource => !plan.Resources.ContainsKey(resource.LogicalId))
            .Select(resource => new ResourceChange(resource.LogicalId, resource.Type)
            {
                Action = "Remove",
                PhysicalId = resource.PhysicalId,
                PolicyAction = resource.DeletionPolicy == DeletionPolicy.Delete ? "Delete" : "Retain",
                Before = calculator.Context(resource),
            });
        return [.. plan.Resources.Keys.Where(calculator._changes.ContainsKey).Select(id => calculator._changes[id]), .. removed];
    }

    /// <summary>Whether there is anything to do: resources, outputs, tags, or a failed attempt to make good.</summary>
    public static bool Matters(StackChange change, IReadOnlyList<ResourceChange> changes)
    {
        var (stack, old) = (change.Stack, change.Stack.Settings);
        return changes.Count > 0 || stack.Unfinished is not null
            || !JsonNode.DeepEquals(stack.Template?["Outputs"], change.Template.Body["Outputs"])
            || !old.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
                .SequenceEqual(change.Settings.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));
    }

    /// <summary>After those that it needs: whether these are replaced matters for it.</summary>
    private void Visit(string id)
    {
        if (_changes.ContainsKey(id))
            return;
        var (definition, needs) = _change.Plan.Resources[id];
        foreach (var other in needs.Where(other => other != id))
            Visit(other);
        var values = new ForeseenValues(this);
        var properties = _change.Plan.Properties(id, values, new ProblemList());
        if (!Stack.Resources.TryGetValue(id, out var live) || live.Status == "CREATE_FAILED")
            _changes[id] = new ResourceChange(id, definition.Type) { Action = "Add", After = Context(properties, definition) };
        else if (Details(live, definition, properties, values) is { Count: > 0 } details)
            _changes[id] = Modify(live, definition, properties, details);
        else if (live.Status == "UPDATE_FAILED")
            _changes[id] = Modify(live, definition, properties, [new ChangeDetail("Properties", null)]);
    }

    private ResourceChange Modify(
        ResourceRecord live, ResourceDefinition definition, JsonObject properties, IReadOnlyList<ChangeDetail> details)
    {
        var replacement = details.Any(detail => detail.RequiresRecreation == "Always") ? "True"
            : details.Any(detail => detail.RequiresRecreation == "Conditionally") ? "Conditional"
            : "False";
        return new ResourceChange(live.LogicalId, live.Type)
        {
            Action = "Modify",
            PhysicalId = live.PhysicalId,
            Replacement = replacement,
            PolicyAction = replacement != "True" ? null
                : definition.UpdateReplacePolicy == DeletionPolicy.Delete ? "ReplaceAndDelete" : "ReplaceAndRetain",
            Details = details,
            Before = Context(live),
            After = Context(properties, definition),
        };
    }

    private List<ChangeDetail> Details(
        ResourceRecord live, ResourceDefinition definition, JsonObject properties, ForeseenValues values)
    {
        var (old, now) = (_before[live.LogicalId] as JsonObject ?? [], Source(definition));
        var details = new List<ChangeDetail>();
        foreach (var name in live.Properties.Select(property => property.Key).Union(properties.Select(property => property.Key)))
        {
            if (PropertyText.Same(properties[name], live.Properties[name]))
                continue;
            var isDynamic = IsUnknown(properties[name]);
            var direct = !JsonNode.DeepEquals(old["Properties"]?[name], definition.Properties[name]);
            var replaces = NativeTypes.For(live.Type).CreateOnly.Contains(name) && !definition.IsCustom;
            details.Add(new ChangeDetail("Properties", name)
            {
                RequiresRecreation = !replaces ? "Never" : isDynamic && !direct ? "Conditionally" : "Always",
                Before = live.Properties[name],
                After = properties[name],
                IsDynamic = isDynamic,
                Source = direct ? "DirectModification" : isDynamic ? "ResourceReference" : "ParameterReference",
                CausedBy = direct || !isDynamic ? null : values.Unforeseen,
            });
        }
        details.AddRange(OtherAttributes.Where(attribute => !JsonNode.DeepEquals(old[attribute], now[attribute]))
            .Select(attribute => new ChangeDetail(attribute, null) { Before = old[attribute], After = now[attribute] }));
        return details;
    }

    private JsonObject Source(ResourceDefinition definition) =>
        _change.Template.Body["Resources"]?[definition.LogicalId] as JsonObject ?? [];

    private JsonObject Context(ResourceRecord resource) =>
        Context(resource.Properties, _before[resource.LogicalId] as JsonObject ?? []);

    private JsonObject Context(JsonObject properties, ResourceDefinition definition) => Context(properties, Source(definition));

    private static JsonObject Context(JsonObject properties, JsonObject source)
    {
        var context = new JsonObject { ["Properties"] = properties.DeepClone() };
        foreach (var attribute in OtherAttributes.Where(attribute => source[attribute] is not null))
            context[attribute] = source[attribute]!.DeepClone();
        return context;
    }

    private static bool IsUnknown(JsonNode? node) => node switch
    {
        JsonObject map => map.Any(member => IsUnknown(member.Value)),
        JsonArray list => list.Any(IsUnknown),
        _ => Unknown.Is(node),
    };

    /// <summary>What is known of resources before the change: of those that stay, what they have now.</summary>
    private sealed class ForeseenValues(ChangeCalculator calculator) : IResourceValues
    {
        /// <summary>The last resource of which something was not known.</summary>
        public string? Unforeseen { get; private set; }

        public JsonNode Ref(string logicalId, string path) => Staying(logicalId) is { PhysicalId: { } id } ? id : NotKnown(logicalId);

        public JsonNode GetAtt(string logicalId, string attribute, string path) =>
            Staying(logicalId)?.Attributes[attribute]?.DeepClone() ?? NotKnown(logicalId);

        private ResourceRecord? Staying(string logicalId) =>
            calculator._changes.GetValueOrDefault(logicalId) is { Action: "Add" } or { Replacement: "True" or "Conditional" }
                ? null
                : calculator.Stack.Resources.GetValueOrDefault(logicalId);

        private JsonNode NotKnown(string logicalId)
        {
            Unforeseen = logicalId;
            return Unknown.Value;
        }
    }
}
