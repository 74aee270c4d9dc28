namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>
/// Reads a part of a text whose root is a list: from where one of its items begins. There the scanner is in a state that hangs on nothing but the
/// place: no key is waited for, and no indentation but that of the list. So what is read from such a place is what a whole reading finds there.
/// </summary>
internal sealed partial class Parser
{
    /// <param name="text">The text.</param>
    /// <param name="list">The list of another text, of which this one is alike up to <paramref name="first"/>.</param>
    /// <param name="first">Where to begin: the dash of an item of the list, or its start in a list in brackets.</param>
    /// <param name="next">Where the item begins that is not asked for any more; null to read to the end.</param>
    /// <returns>The items; null where the text is not so simple that the part alone tells them.</returns>
    public static List<Node>? ParsePart(string text, Node list, Mark first, Mark? next)
    {
        var scanner = new Scanner(text, first, list.Flow);
        if (scanner.HasForbidden) return null;
        var parser = new Parser(scanner, followsAliases: true) { _depth = 1 };
        parser.ReadDirectives();
        var part = new Node(NodeKind.Sequence, list.Start);
        var close = list.Flow ? TokenKind.FlowSequenceEnd : TokenKind.BlockEnd;
        while (parser.Next != close)
        {
            if (!list.Flow && parser.Next != TokenKind.BlockEntry) return null;
            if (next is { } place && parser._scanner.Peek().Start is var here && here.Offset >= place.Offset)
                return here.Offset == place.Offset && (here.Column == 0) == (place.Column == 0) && parser.IsPlain ? part.Children : null;
            if (list.Flow) parser.AddFlowItem(part, list.Content);
            else parser.AddBlockItem(part, EndsBlockItem);
        }

        parser.Take();
        return next is null && parser.Next == TokenKind.StreamEnd && parser.IsPlain ? part.Children : null;
    }
}
