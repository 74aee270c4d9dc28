using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A line in the grammar of <c>kubectl auth can-i</c>.</summary>
internal sealed class ExpectLineShape : Shape<ExpectLine>
{
    private static readonly WordShape s_text = new("the arguments of kubectl auth can-i, such as \"get pods -n dev\"");

    public override ExpectLine? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (s_text.Read(node, name, problems) is not { } word) return null;
        return new CanI(word, problems).Request() is { } request ? new(word, request) : null;
    }

    public override JsonObject Schema() => s_text.Schema();
}
