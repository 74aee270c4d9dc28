using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>An API group: a text, of which the empty one is the core group.</summary>
internal sealed class GroupShape : Shape<Word>
{
    public override Word? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is SpecNode.Scalar scalar && !node.IsNothing) return new(scalar.Text, scalar.At);
        problems.Add(node.At, $"{name} is wrong", node.Description, "the name of an API group; \"\" is the core group");
        return null;
    }

    public override JsonObject Schema() => new() { ["type"] = "string" };
}
