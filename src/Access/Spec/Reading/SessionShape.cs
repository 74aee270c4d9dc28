using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>
/// How long a session of a role may last: <c>1h</c>, <c>90m</c>, <c>1h30m</c> or seconds.
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (MaxSessionDuration).
/// </summary>
internal sealed partial class SessionShape : Shape<TimeSpan?>
{
    private static readonly TimeSpan s_least = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_most = TimeSpan.FromHours(12);

    public override TimeSpan? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is SpecNode.Scalar { Text: var text } && Parse(text) is { } value && value >= s_least && value <= s_most) return value;
        problems.Add(node.At, $"{name} is wrong", node.Description, "a time from 1h to 12h, such as 1h, 90m or 1h30m");
        return null;
    }

    public override JsonObject Schema() =>
        new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = "^([0-9]+h)?([0-9]+m)?$|^[0-9]+s?$" };

    private static TimeSpan? Parse(string text)
    {
        if (Form.Match(text) is not { Success: true, Length: > 0 } match) return null;
        return new TimeSpan(Part("hours"), Part("minutes"), Part("seconds"));

        int Part(string name) =>
            match.Groups[name] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(
        @"^(?:(?<hours>[0-9]{1,5})h)?(?:(?<minutes>[0-9]{1,5})m)?\z|^(?<seconds>[0-9]{1,5})s?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
