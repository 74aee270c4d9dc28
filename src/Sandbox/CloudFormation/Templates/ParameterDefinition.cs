using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EksIamCdk.Sandbox.CloudFormation.Templates;

/// <summary>A parameter of a template.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"/></summary>
internal sealed record ParameterDefinition
{
    private const string SsmPrefix = "AWS::SSM::Parameter::Value<";

    public required string Name { get; init; }

    public required string Type { get; init; }

    public string? Default { get; init; }

    public bool NoEcho { get; init; }

    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    public string? AllowedPattern { get; init; }

    public string? ConstraintDescription { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public double? MinValue { get; init; }

    public double? MaxValue { get; init; }

    /// <summary>Its value is looked up in the Parameter Store, under the name that the default gives.</summary>
    public bool IsFromParameterStore => Type.StartsWith(SsmPrefix, StringComparison.Ordinal);

    /// <summary>The type of the value that <c>Ref</c> gives: of a stored parameter, the type inside the angle brackets.</summary>
    public string ValueType => IsFromParameterStore ? Type[SsmPrefix.Length..^1] : Type;

    public bool IsList => ValueType == "CommaDelimitedList" || ValueType.StartsWith("List<", StringComparison.Ordinal);

    /// <summary>What is wrong with a value: what was expected instead, or null.</summary>
    public string? WrongWith(string value)
    {
        if (AllowedValues.Count > 0 && Items(value).Any(item => !AllowedValues.Contains(item, StringComparer.Ordinal)))
            return $"one of {string.Join(", ", AllowedValues)}";
        if (ValueType == "Number" && !IsNumber(value, out _))
            return "a number";
        if (IsNumber(value, out var number) && (number < MinValue || number > MaxValue))
            return string.Create(
                CultureInfo.InvariantCulture, $"a number from {MinValue?.ToString() ?? "…"} to {MaxValue?.ToString() ?? "…"}");
        if (value.Length < MinLength || value.Length > MaxLength)
            return $"{MinLength ?? 0} to {MaxLength?.ToString(CultureInfo.InvariantCulture) ?? "any number of"} characters";
        if (AllowedPattern is not null && !Items(value).All(Matches))
            return ConstraintDescription ?? $"a text that matches {AllowedPattern}";
        return null;
    }

    /// <summary>What <c>Ref</c> gives: a text, or a list of texts.</summary>
    public JsonNode Resolve(string value) =>
        IsList ? new JsonArray([.. value.Split(',').Select(item => (JsonNode)item.Trim())]) : JsonValue.Create(value);

    private static bool IsNumber(string value, out double number) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private IEnumerable<string> Items(string value) => IsList ? value.Split(',').Select(item => item.Trim()) : [value];

    private bool Matches(string value) =>
        Regex.IsMatch(value, $"^(?:{AllowedPattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
