using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A map that becomes a record.</summary>
/// <param name="what">What it is, in the words of an error.</param>
/// <param name="build">Asks for the keys and makes the record; null when what it must have is missing or of no use.</param>
internal sealed class RecordShape<T>(string what, Func<Fields, T?> build) : Shape<T>
    where T : class
{
    /// <summary>The record of a map that is missing.</summary>
    public T Missing => build(new DescribedFields())!;

    public override T? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is not SpecNode.Mapping map)
        {
            problems.Add(node.At, $"{what} is not a map", node.Description, "a map of keys and values");
            return null;
        }

        var fields = new ReadFields(what, map, problems);
        var record = build(fields);
        fields.Finish();
        return record;
    }

    public override JsonObject Schema()
    {
        var fields = new DescribedFields();
        build(fields);
        return fields.Schema();
    }
}
