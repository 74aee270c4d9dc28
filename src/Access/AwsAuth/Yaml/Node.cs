namespace EksIamCdk.Access.AwsAuth.Yaml;

internal enum NodeKind : byte
{
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

/// <summary>A node of the tree, with its place in the text.</summary>
internal sealed class Node(NodeKind kind, Mark start)
{
    /// <summary>What an entry of aws-auth has.</summary>
    private const int EntryPairs = 3;

    private static readonly List<Node> None = [];

    public NodeKind Kind { get; } = kind;

    /// <summary>The first character, anchor and tag included.</summary>
    public Mark Start { get; } = start;

    /// <summary>After the last character of its content; no comment, no line break.</summary>
    public int End { get; set; }

    /// <summary>What stands before the content; null, as nearly always, where nothing does.</summary>
    public NodeProperties? Properties { get; init; }

    /// <summary>Where the content begins, after anchor and tag.</summary>
    public Mark Content => Properties?.Content ?? Start;

    public string? Anchor => Properties?.Anchor;

    /// <summary>Resolved to its long form; null if there is none.</summary>
    public string? Tag => Properties?.Tag;

    /// <summary>A scalar's value; an alias' name.</summary>
    public string Text { get; init; } = "";

    public ScalarStyle Style { get; init; }

    /// <summary>A sequence or mapping in brackets.</summary>
    public bool Flow { get; init; }

    /// <summary>What an alias stands for.</summary>
    public Node? Target { get; init; }

    /// <summary>Items; in a mapping key, value, key, value…</summary>
    public List<Node> Children { get; } = kind switch
    {
        NodeKind.Sequence => [],
        NodeKind.Mapping => new(EntryPairs * 2),
        _ => None,
    };

    /// <summary>As an item of a block sequence: its dash. Else <see cref="Start"/>.</summary>
    public Mark Dash { get; set; } = start;

    /// <summary>As an item of a flow sequence: the offset of the comma that follows; -1 if none does.</summary>
    public int Comma { get; set; } = -1;

    /// <summary>How many nodes it is made of, those that aliases repeat included.</summary>
    public long Size { get; set; } = 1;

    /// <summary>The pairs of a map that count; null until they were looked for.</summary>
    public MapContent? Counted { get; set; }

    /// <summary>The node itself, or what it stands for as an alias.</summary>
    public Node Resolved => Target ?? this;

    public IEnumerable<(Node Key, Node Value)> Pairs
    {
        get
        {
            for (var i = 0; i < Children.Count; i += 2) yield return (Children[i], Children[i + 1]);
        }
    }
}

/// <param name="Tag">Resolved to its long form.</param>
/// <param name="Content">What follows them.</param>
internal sealed record NodeProperties(string? Anchor, string? Tag, Mark Content);

/// <summary>The first node of a text, and where something that the authenticator ignores follows it.</summary>
/// <param name="IsPlain">There is no directive and no alias: every part of it can be read for itself.</param>
internal sealed record Document(Node? Root, Mark? Tail, bool IsPlain);
