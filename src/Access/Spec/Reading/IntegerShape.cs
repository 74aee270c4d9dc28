using System.Globalization;
using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A whole number between two others.</summary>
internal sealed class IntegerShape(int least, int most) : Shape<int?>
{
    public override int? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is SpecNode.Scalar { Text: var text }
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        problems.Add(node.At, $"{name} is wrong", node.Description, $"a whole number from {least} to {most}");
        return null;
    }

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
}
