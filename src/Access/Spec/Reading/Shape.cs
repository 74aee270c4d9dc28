using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>One declaration of what a value may be: it reads the value, and it describes it in the JSON schema.</summary>
internal abstract class Shape<T>
{
    /// <param name="node">The value.</param>
    /// <param name="name">The key or the list that it stands in, for errors.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The value, or null when it is of no use; then a problem was added.</returns>
    public abstract T? Read(SpecNode node, string name, SpecProblems problems);

    public abstract JsonObject Schema();
}
