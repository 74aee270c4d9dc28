using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>The white space of a list or map in brackets.</summary>
/// <param name="Open">After the opening bracket.</param>
/// <param name="Between">After a comma.</param>
/// <param name="Close">Before the closing bracket.</param>
internal sealed record FlowShape(string Open, string Between, string Close)
{
    /// <summary>As machines write JSON.</summary>
    public static FlowShape Compact { get; } = new("", "", "");

    /// <summary>As people write it on one line.</summary>
    public static FlowShape Spaced { get; } = new("", " ", "");

    /// <summary>As this list or map, which is not empty, is written.</summary>
    /// <param name="text">The section.</param>
    /// <param name="node">The list or map.</param>
    /// <param name="compact">Whether a comma is to stand without a space where the node shows none.</param>
    public static FlowShape Of(string text, Node node, bool compact)
    {
        var step = node.Kind == NodeKind.Mapping ? 2 : 1;
        var open = text[node.Content.Offset] is '[' or '{' ? Before(text, node.Children[0].Start.Offset) : "";
        var between = node.Children.Count > step ? Before(text, node.Children[^step].Start.Offset) : open.Length > 0 ? open : compact ? "" : " ";
        return new FlowShape(open, between, text[node.End - 1] is ']' or '}' ? Before(text, node.End - 1) : "");
    }

    /// <summary>The white space before an offset, of several line breaks only the last.</summary>
    public static string Before(string text, int offset) => text[Lines.BackOverIndentation(text, offset)..offset];

    public string Join(char open, IEnumerable<string> parts, char close) =>
        string.Join($",{Between}", parts) is { Length: > 0 } inner ? $"{open}{Open}{inner}{Close}{close}" : $"{open}{close}";
}
