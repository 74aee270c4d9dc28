using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

/// <summary>Decides the conditions of a template. What is wrong with one is a problem, and it holds then.</summary>
internal sealed class ConditionTable
{
    private readonly Dictionary<string, bool> _decided = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, JsonNode?> _conditions;
    private readonly Evaluator _values;
    private readonly ProblemList _problems;

    private ConditionTable(TemplateScope scope, ProblemList problems)
    {
        _conditions = scope.Template.Conditions;
        _values = new Evaluator(scope, new NoResources(), problems);
        _problems = problems;
    }

    /// <summary>All of them, also those that nothing uses: a wrong one is a problem of the template.</summary>
    public static IReadOnlyDictionary<string, bool> Decide(TemplateScope scope, ProblemList problems)
    {
        var table = new ConditionTable(scope, problems);
        foreach (var name in scope.Template.Conditions.Keys)
            table.Decide(name);
        return table._decided;
    }

    private bool Decide(string name)
    {
        if (_decided.TryGetValue(name, out var known))
            return known;
        if (!_conditions.TryGetValue(name, out var expression))
            return true;
        if (!_underWay.Add(name))
        {
            _problems.Add($"Conditions.{name}", name, "a condition that does not depend on itself");
            return true;
        }
        return _decided[name] = Holds(expression, $"Conditions.{name}");
    }

    private bool Holds(JsonNode? expression, string path)
    {
        if (expression is not JsonObject { Count: 1 } map)
            return Wrong(path, expression);
        var (function, argument) = map.First();
        var inner = $"{path}.{function}";
        return function switch
        {
            "Condition" when TemplateReader.Text(argument) is { } name => Decide(name),
            "Fn::Equals" when argument is JsonArray { Count: 2 } pair => Same(Value(pair[0], $"{inner}[0]"), Value(pair[1], $"{inner}[1]")),
            "Fn::Not" when argument is JsonArray { Count: 1 } one => !Holds(one[0], inner),
            "Fn::And" when argument is JsonArray { Count: >= 2 and <= 10 } all => Each(all, inner).TrueForAll(holds => holds),
            "Fn::Or" when argument is JsonArray { Count: >= 2 and <= 10 } any => Each(any, inner).Exists(holds => holds),
            _ => Wrong(path, expression),
        };
    }

    private JsonNode? Value(JsonNode? node, string path) => _values.Evaluate(node, path);

    private List<bool> Each(JsonArray conditions, string path) =>
        [.. conditions.Select((condition, i) => Holds(condition, $"{path}[{i}]"))];

    /// <summary>Scalars are compared by their text: "1" and 1 are the same.</summary>
    private static bool Same(JsonNode? left, JsonNode? right) => left is JsonValue && right is JsonValue
        ? TemplateReader.Text(left) == TemplateReader.Text(right)
        : JsonNode.DeepEquals(left, right);

    private bool Wrong(string path, JsonNode? got)
    {
        const string expected = "Condition, Fn::Equals of two values, Fn::Not of one, Fn::And or Fn::Or of 2 to 10 conditions";
        _problems.Add(path, got?.ToJsonString() ?? "null", expected);
        return true;
    }
}
