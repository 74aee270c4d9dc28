using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>Every name that a template refers to must be there, in branches that are not taken and resources that are not made as
/// well: CloudFormation refuses the whole template otherwise.</summary>
internal sealed class NameCheck(Template template, ProblemList problems)
{
    public void Run()
    {
        foreach (var (name, condition) in template.Conditions)
            Walk(condition, $"Conditions.{name}", resources: false);
        foreach (var resource in template.Resources.Values)
        {
            var path = $"Resources.{resource.LogicalId}";
            Walk(resource.Properties, $"{path}.Properties", resources: true);
            Condition(resource.Condition, $"{path}.Condition");
            foreach (var other in resource.DependsOn.Where(other => !template.Resources.ContainsKey(other)))
                problems.Add($"{path}.DependsOn", other, Nearest("a resource of this template", other, template.Resources.Keys));
        }
        foreach (var output in template.Outputs.Values)
        {
            Walk(output.Value, $"Outputs.{output.Name}.Value", resources: true);
            Walk(output.ExportName, $"Outputs.{output.Name}.Export.Name", resources: false);
            Condition(output.Condition, $"Outputs.{output.Name}.Condition");
        }
    }

    private void Walk(JsonNode? node, string path, bool resources)
    {
        switch (node)
        {
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Walk(list[i], $"{path}[{i}]", resources);
                break;
            case JsonObject map:
                if (Evaluator.Function(map) is { } function)
                    Names(function, map[function], $"{path}.{function}", resources);
                else if (!resources && map.Count == 1 && TemplateReader.Text(map["Condition"]) is { } condition)
                    Condition(condition, $"{path}.Condition");
                foreach (var (key, value) in map)
                    Walk(value, $"{path}.{key}", resources);
                break;
        }
    }

    private void Names(string function, JsonNode? argument, string path, bool resources)
    {
        switch (function)
        {
            case "Ref" when TemplateReader.Text(argument) is { } name:
                Referable(name, path, resources);
                break;
            case "Fn::GetAtt" when argument is JsonArray { Count: 2 } pair && TemplateReader.Text(pair[0]) is { } id:
                Resource(id, path, resources);
                break;
            case "Fn::GetAtt" when TemplateReader.Text(argument) is { } text && Substitution.Attribute(text) is { } parts:
                Resource(parts.LogicalId, path, resources);
                break;
            case "Fn::Sub":
                Substitutions(argument, path, resources);
                break;
            case "Fn::If" when argument is JsonArray { Count: 3 } parts:
                Condition(TemplateReader.Text(parts[0]), $"{path}[0]");
                break;
            case "Fn::FindInMap" when argument is JsonArray { Count: 3 } parts && TemplateReader.Text(parts[0]) is { } map:
                if (!template.Mappings.ContainsKey(map))
                    problems.Add($"{path}[0]", map, Nearest("a map of Mappings", map, template.Mappings.Keys));
                break;
        }
    }

    private void Substitutions(JsonNode? argument, string path, bool resources)
    {
        var variables = argument is JsonArray { Count: 2 } pair && pair[1] is JsonObject map ? map : [];
        var text = TemplateReader.Text(argument is JsonArray { Count: > 0 } list ? list[0] : argument) ?? "";
        foreach (var part in Substitution.Parse(text).Where(part => part.IsName && !variables.ContainsKey(part.Text)))
        {
            if (Substitution.Attribute(part.Text) is { } attribute)
                Resource(attribute.LogicalId, path, resources);
            else
                Referable(part.Text, path, resources);
        }
    }

    private void Referable(string name, string path, bool resources)
    {
        if (!PseudoParameters.IsName(name) && !template.Parameters.ContainsKey(name))
            Resource(name, path, resources, "a parameter, a pseudo parameter or a resource of this template");
    }

    private void Resource(string name, string path, bool allowed, string expected = "a resource of this template")
    {
        if (!template.Resources.ContainsKey(name))
            problems.Add(path, name, Nearest(expected, name, template.Resources.Keys.Concat(template.Parameters.Keys)));
        else if (!allowed)
            problems.Add(path, name, "no reference to a resource here: it is evaluated before any resource exists");
    }

    private void Condition(string? name, string path)
    {
        if (name is not null && !template.Conditions.ContainsKey(name))
            problems.Add(path, name, Nearest("a condition of this template", name, template.Conditions.Keys));
    }

    private static string Nearest(string expected, string name, IEnumerable<string> known) =>
        known.FirstOrDefault(candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase)) is { } near
            ? $"{expected} (did you mean {near}?)"
            : expected;
}
