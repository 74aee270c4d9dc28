using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>Yes or no, as YAML 1.2 and JSON write it.</summary>
internal sealed class FlagShape : Shape<bool?>
{
    public override bool? Read(SpecNode node, string name, SpecProblems problems)
    {
        switch (node)
        {
            case SpecNode.Scalar { Text: "true" or "True" or "TRUE" }: return true;
            case SpecNode.Scalar { Text: "false" or "False" or "FALSE" }: return false;
            default:
                problems.Add(node.At, $"{name} is wrong", node.Description, "true or false");
                return null;
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
