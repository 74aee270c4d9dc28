using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth;

/// <summary>A section with its tree: what reading and editing share.</summary>
internal sealed class SectionDocument
{
    private SectionDocument(Section section, string? text)
    {
        Section = section;
        Text = text ?? "";
    }

    public Section Section { get; }

    public string Text { get; }

    /// <summary>Why the section is lost, if it is.</summary>
    public SectionFault? Fault { get; private set; }

    /// <summary>Where something follows the first node that the authenticator ignores.</summary>
    public SectionFault? Tail { get; private set; }

    /// <summary>The list; null when the section is empty without one, or lost.</summary>
    public Node? List { get; private set; }

    /// <summary>A null that stands where the list could be.</summary>
    public Node? Null { get; private set; }

    public IReadOnlyList<SectionItem> Items { get; private set; } = [];

    /// <summary>Neither directive nor alias: every item can be read for itself.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>It holds no item at all, and is not lost.</summary>
    public bool IsEmpty => Fault is null && Items.Count == 0;

    public List<Finding> Findings { get; } = [];

    /// <summary>Blank, or nothing but a pair of quotes: the authenticator does not even look for YAML.</summary>
    public bool IsBlank => Text.AsSpan().Trim() is "" or "\"\"" or "''" or "``";

    public static SectionDocument Read(Section section, string? text)
    {
        var document = new SectionDocument(section, text);
        try
        {
            document.Read();
        }
        catch (YamlException exception)
        {
            document.Lose(exception.Mark, exception.Message);
        }

        return document;
    }

    private void Read()
    {
        if (IsBlank) return;
        if (Section != Section.MapAccounts && Text.AsSpan().TrimStart() is ['{', ..])
        {
            var brace = Text.IndexOf('{', StringComparison.Ordinal);
            Lose(Parser.MarkAt(Text, brace), "text that starts with { is taken as one JSON object, but a list is expected");
            return;
        }

        var (root, tail, isPlain) = Parser.Parse(Text, followsAliases: Section != Section.MapAccounts);
        IsPlain = isPlain;
        if (root is { Kind: NodeKind.Mapping }) Lose(root.Start, "this is a map, but a list is expected: each entry starts with a dash");
        else if (root is { Kind: NodeKind.Scalar } && ScalarReading.Read(root).Type != ScalarType.Null) Lose(root.Start, "this is a single value, but a list is expected: each entry starts with a dash");
        else if (root is { Kind: NodeKind.Sequence }) ReadItems(root);
        else Null = root;

        if (Fault is not null || tail is not { } mark) return;
        const string Ignored = "this and all after it is ignored: the section's list is complete before it";
        Tail = mark.Fault(Ignored);
        Findings.Add(new Finding(FindingKind.IgnoredTail, Tail.Line, Tail.Column, Ignored));
    }

    private void Lose(Mark mark, string message)
    {
        Fault = mark.Fault(message);
        List = null;
        Items = [];
        Findings.Clear();
        Findings.Add(new Finding(FindingKind.SectionLost, Fault.Line, Fault.Column, $"the whole section is lost: {message}"));
    }

    private void ReadItems(Node list)
    {
        List = list;
        if (Section == Section.MapAccounts) Items = ReadAccounts(list.Children);
        else if (Decode(Section, list.Children, Findings, out var misfit) is { } items) Items = items;
        else Lose(misfit, "JSON cannot carry this value (an infinity, a null or oversized key), and the authenticator reads by way of JSON");
    }

    /// <summary>What the authenticator makes of the nodes of a list; null when it makes nothing of the whole list, because of what stands at a place of it.</summary>
    public static List<SectionItem>? Decode(Section section, List<Node> nodes, List<Finding> findings, out Mark misfit)
    {
        misfit = default;
        var items = new List<SectionItem>(nodes.Count);
        if (section == Section.MapAccounts)
        {
            foreach (var node in nodes) items.Add(new SectionItem(node, ReadAccount(node, findings)));
            return items;
        }

        Mark? first = null;
        var (reading, decoder) = (new MapReading(), new EntryDecoder(section, findings));
        foreach (var node in nodes)
        {
            first = reading.Check(node) is { } mark ? first ?? mark : first;
            if (first is null) items.Add(new SectionItem(node, decoder.Decode(node)));
        }

        misfit = first ?? default;
        return first is null ? items : null;
    }

    /// <summary>Of a list that breaks off, the authenticator keeps what it has read so far.</summary>
    private List<SectionItem> ReadAccounts(List<Node> nodes)
    {
        var items = new List<SectionItem>(nodes.Count);
        foreach (var node in nodes)
        {
            try
            {
                items.Add(new SectionItem(node, ReadAccount(node, Findings)));
            }
            catch (YamlException broken)
            {
                Drop(node, $"the authenticator drops this item and all after it: {broken.Message}", Findings);
                items.AddRange(nodes.Skip(items.Count).Select(dropped => new SectionItem(dropped, null)));
                IsPlain = false;
                break;
            }
        }

        return items;
    }

    private static MappingEntry? ReadAccount(Node item, List<Finding> findings)
    {
        if (item.Resolved.Kind == NodeKind.Scalar)
        {
            var (type, text) = ScalarReading.Read(item.Resolved);
            return new MappingEntry { Id = type == ScalarType.Null ? "" : text };
        }

        Drop(item, "the authenticator skips this item: it is not an account id", findings);
        return null;
    }

    private static void Drop(Node item, string why, List<Finding> findings) => findings.Add(new Finding(FindingKind.DroppedEntry, item.Dash.Line + 1, item.Dash.Column + 1, why));
}

/// <summary>An item of the list, and the entry that the authenticator makes of it; null when it drops it.</summary>
internal sealed record SectionItem(Node Node, MappingEntry? Entry)
{
    public EntryInForce? InForce => Entry is null ? null : new EntryInForce(Entry, Node.Dash.Line + 1, Node.Dash.Column + 1);
}
