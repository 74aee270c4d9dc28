using System.Text.RegularExpressions;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

/// <summary>The text of <c>Fn::Sub</c> in its parts: literal text, or a name between <c>${</c> and <c>}</c>.</summary>
internal sealed partial record Substitution(string Text, bool IsName)
{
    public static IEnumerable<Substitution> Parse(string text)
    {
        var end = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            if (match.Index > end)
                yield return new Substitution(text[end..match.Index], false);
            end = match.Index + match.Length;
            var name = match.Groups[1].Value;
            // ${!Literal} is the literal text ${Literal}.
            yield return name.StartsWith('!') ? new Substitution($"${{{name[1..]}}}", false) : new Substitution(name.Trim(), true);
        }
        if (end < text.Length)
            yield return new Substitution(text[end..], false);
    }

    /// <summary><c>Name.Attribute</c>, or null when the name has no attribute.</summary>
    public static (string LogicalId, string Attribute)? Attribute(string name) =>
        name.Split('.', 2) is [var id, var attribute] ? (id, attribute) : null;

    [GeneratedRegex(@"\$\{([^}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
