using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>Gives each parameter of a template its value: as given, else its default.</summary>
internal sealed class ParameterBinding(PlanInput input, List<string> notes, ProblemList problems)
{
    public IReadOnlyDictionary<string, JsonNode> Bind(Template template)
    {
        var given = input.Parameters;
        foreach (var name in given.Keys.Where(name => !template.Parameters.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            var known = template.Parameters.Count == 0
                ? "no parameter: the template has none"
                : $"one of {string.Join(", ", template.Parameters.Keys)}";
            problems.Add($"parameter {name}", given[name], known);
        }
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var parameter in template.Parameters.Values)
            values[parameter.Name] = parameter.Resolve(Value(parameter, given.GetValueOrDefault(parameter.Name)));
        return values;
    }

    private string Value(ParameterDefinition parameter, string? given)
    {
        if (parameter.IsFromParameterStore && input.StoredParameters is { } store && (given ?? parameter.Default) is { } name)
            return store(name) ?? Stored(parameter with { Default = name });
        if (given is null && parameter is { IsFromParameterStore: true, Default: not null })
        {
            var madeUp = MadeUp(parameter);
            notes.Add(
                $"Parameter {parameter.Name} is kept in the Parameter Store ({parameter.Default}): the sandbox made up \"{madeUp}\".");
            return madeUp;
        }
        if ((given ?? parameter.Default) is not { } value)
        {
            problems.Missing($"parameter {parameter.Name}", $"a value of type {parameter.Type}: the template has no default for it");
            return "";
        }
        if (parameter.WrongWith(value) is { } expected)
            problems.Add($"parameter {parameter.Name}", parameter.NoEcho ? "****" : value, expected);
        return value;
    }

    /// <summary>What AWS itself keeps there is made up; anything else has to be there.</summary>
    private string Stored(ParameterDefinition parameter)
    {
        if (parameter.Default!.StartsWith("/aws/service/", StringComparison.Ordinal))
            return Value(parameter with { Type = "String", Default = MadeUp(parameter) }, null);
        problems.Add(
            $"parameter {parameter.Name}", parameter.Default, "the name of a parameter in the Parameter Store of this account and Region");
        return "";
    }

    /// <summary>Well-formed for its type, and recognisably of nobody.</summary>
    private static string MadeUp(ParameterDefinition parameter) => parameter.ValueType switch
    {
        // The version of CDK's bootstrap stack; 6 is the lowest that any rule of CDK's asks for.
        _ when parameter.Default!.StartsWith("/cdk-bootstrap/", StringComparison.Ordinal) => "27",
        var type when type.Contains("Image::Id", StringComparison.Ordinal) => "ami-0123456789abcdef0",
        var type when type.Contains("VPC::Id", StringComparison.Ordinal) => "vpc-0123456789abcdef0",
        var type when type.Contains("Subnet::Id", StringComparison.Ordinal) => "subnet-0123456789abcdef0",
        var type when type.Contains("SecurityGroup::Id", StringComparison.Ordinal) => "sg-0123456789abcdef0",
        _ => $"value-of-{parameter.Default.Trim('/').Replace('/', '-')}",
    };
}
