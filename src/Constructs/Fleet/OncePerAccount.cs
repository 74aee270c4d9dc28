using System.Text.Json.Nodes;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>
/// What IAM has once an account (a role with a fixed name, an OIDC provider with a fixed URL) cannot be made by the stack of every Region:
/// it is made in the first one, and the others refer to it by its ARN.
/// </summary>
internal sealed class OncePerAccount
{
    public const string Condition = "InFirstRegion";

    private readonly JsonObject _resources;
    private readonly IReadOnlyList<string> _regions;
    private readonly Dictionary<string, GlobalName> _globals = new(StringComparer.Ordinal);

    private OncePerAccount(JsonObject resources, IReadOnlyList<string> regions)
    {
        _resources = resources;
        _regions = regions;
    }

    /// <summary>Changes the template in place, where it has such a resource.</summary>
    /// <param name="template">A template, as CDK writes it.</param>
    /// <param name="regions">The Regions of the fleet, the first one first.</param>
    public static void Apply(JsonObject template, IReadOnlyList<string> regions)
    {
        if (template["Resources"] is not JsonObject resources) return;
        var pass = new OncePerAccount(resources, regions);
        foreach (var (id, resource) in resources)
        {
            if (GlobalName.Of(resource!) is { } name) pass._globals[id] = name;
        }

        if (pass._globals.Count == 0) return;
        pass.Restrict();
        pass.ReferByName();
        pass.Replace(template["Outputs"]);
        var conditions = template["Conditions"] as JsonObject ?? [];
        conditions[Condition] = new JsonObject { ["Fn::Equals"] = new JsonArray(new JsonObject { ["Ref"] = "AWS::Region" }, regions[0]) };
        template["Conditions"] = conditions;
    }

    private void Restrict()
    {
        foreach (var (id, resource) in _resources)
        {
            if (!_globals.ContainsKey(id) && !IsPartOfGlobal(resource!)) continue;
            resource!["Condition"] = Condition;
            InEveryRegion(resource["Properties"]);
        }
    }

    // A policy of such a role is a part of it, made where it is made.
    private bool IsPartOfGlobal(JsonNode resource) =>
        resource["Type"]!.GetValue<string>() is "AWS::IAM::Policy" or "AWS::IAM::RolePolicy" or "AWS::IAM::ManagedPolicy"
        && References.In(resource["Properties"]).Any(_globals.ContainsKey);

    // The role works in every Region: what it may do in the Region of its stack, it may do in each.
    private void InEveryRegion(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) InEveryRegion(item);
        }
        else if (node is JsonObject map)
        {
            foreach (var (key, value) in map.ToList())
            {
                if (key == "Resource") map[key] = ForEachRegion(value!);
                else InEveryRegion(value);
            }
        }
    }

    private JsonNode ForEachRegion(JsonNode resource)
    {
        var all = (resource is JsonArray list ? list.ToList() : [resource]).SelectMany(one => References.In(one).Contains("AWS::Region")
            ? _regions.Select(region => References.Replace(one!, name => name == "AWS::Region" ? region : null))
            : [one!.DeepClone()]).ToArray();
        return all is [var single] ? single : new JsonArray(all);
    }

    private void ReferByName()
    {
        foreach (var (_, resource) in _resources)
        {
            if (resource!["Condition"]?.GetValue<string>() == Condition) continue;
            Replace(resource["Properties"]);
            AfterWhereMade(resource.AsObject());
        }
    }

    // A resource cannot depend on one that is not made; what is referred to in the metadata comes first, too.
    private void AfterWhereMade(JsonObject resource)
    {
        var before = resource["DependsOn"] switch
        {
            JsonArray several => several.Select(id => id!.GetValue<string>()).ToList(),
            { } one => [one.GetValue<string>()],
            null => [],
        };
        var global = before.Where(_globals.ContainsKey).ToList();
        if (global.Count == 0) return;
        before.RemoveAll(_globals.ContainsKey);
        if (before.Count == 0) resource.Remove("DependsOn");
        else resource["DependsOn"] = new JsonArray([.. before.Select(id => JsonValue.Create(id))]);
        var metadata = resource["Metadata"] as JsonObject ?? [];
        metadata["After"] = new JsonArray([.. global.Select(id => WhereMade(new JsonObject { ["Ref"] = id }, _globals[id].Name))]);
        resource["Metadata"] = metadata;
    }

    private void Replace(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (Replaced(array[i]) is { } other) array[i] = other;
                    else Replace(array[i]);
                }

                break;
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (Replaced(value) is { } other) map[key] = other;
                    else Replace(value);
                }

                break;
        }
    }

    private JsonObject? Replaced(JsonNode? node) =>
        References.Reference(node) is var (id, attribute) && _globals.TryGetValue(id, out var name)
            ? WhereMade(node!.DeepClone(), name.Value(id, attribute))
            : null;

    private static JsonObject WhereMade(JsonNode reference, string elsewhere) => new()
    {
        ["Fn::If"] = new JsonArray(Condition, reference, elsewhere.Contains("${", StringComparison.Ordinal) ? new JsonObject { ["Fn::Sub"] = elsewhere } : elsewhere),
    };
}
