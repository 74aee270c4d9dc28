namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A piece of a YAML document, with its place.</summary>
internal abstract record SpecNode
{
    private SpecNode(SpecPosition at) => At = at;

    public SpecPosition At { get; }

    /// <summary>What this is, in the words of an error.</summary>
    public abstract string Description { get; }

    /// <summary>How many nodes this is, with all that is in it.</summary>
    public virtual int Size => 1;

    public bool IsNothing => this is Scalar { Plain: true, Text: "" or "~" or "null" or "Null" or "NULL" };

    internal sealed record Scalar(SpecPosition Place, string Text, bool Plain) : SpecNode(Place)
    {
        public override string Description => IsNothing ? "nothing" : Text;
    }

    internal sealed record Sequence(SpecPosition Place, IReadOnlyList<SpecNode> Items) : SpecNode(Place)
    {
        public override string Description => "a list";

        public override int Size { get; } = 1 + Items.Sum(item => item.Size);
    }

    internal sealed record Mapping(SpecPosition Place, IReadOnlyList<(Scalar Key, SpecNode Value)> Pairs) : SpecNode(Place)
    {
        public override string Description => "a map";

        public override int Size { get; } = 1 + Pairs.Sum(pair => 1 + pair.Value.Size);
    }
}
