namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Lists and maps, in block and in flow style.</summary>
internal sealed partial class Parser
{
    private Node ParseBlockSequence(Properties properties)
    {
        var node = BeginCollection(NodeKind.Sequence, properties, Take().Start, flow: false);
        while (Next == TokenKind.BlockEntry) AddBlockItem(node, EndsBlockItem);
        Expect(TokenKind.BlockEnd, $"an item of the list that begins in line {node.Content.Line + 1} is expected here, at the same indentation");
        return Finish(node);
    }

    /// <summary>The list of a key, its dashes no further in than the key.</summary>
    private Node ParseIndentlessSequence(Properties properties)
    {
        var node = BeginCollection(NodeKind.Sequence, properties, _scanner.Peek().Start, flow: false);
        while (Next == TokenKind.BlockEntry)
        {
            AddBlockItem(node, EndsIndentlessItem);
        }

        return Finish(node);
    }

    private static bool EndsBlockItem(TokenKind kind) => kind is TokenKind.BlockEntry or TokenKind.BlockEnd;

    private static bool EndsIndentlessItem(TokenKind kind) => EndsBlockItem(kind) || kind is TokenKind.Key or TokenKind.Value;

    private void AddBlockItem(Node node, Func<TokenKind, bool> ends)
    {
        var dash = Take();
        var item = ends(Next) ? EmptyScalar(dash.End) : ParseNode(block: true, indentless: false);
        item.Dash = dash.Start;
        node.Children.Add(item);
    }

    private Node ParseBlockMapping(Properties properties)
    {
        var node = BeginCollection(NodeKind.Mapping, properties, Take().Start, flow: false);
        while (Next == TokenKind.Key)
        {
            node.Children.Add(ParseBlockKeyOrValue(Take()));
            node.Children.Add(Next == TokenKind.Value ? ParseBlockKeyOrValue(Take()) : EmptyScalar(_scanner.Peek().Start));
        }

        Expect(TokenKind.BlockEnd, $"a key of the map that begins in line {node.Content.Line + 1} is expected here, at the same indentation");
        return Finish(node);
    }

    private Node ParseBlockKeyOrValue(Token indicator) => Next is TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd
        ? EmptyScalar(indicator.End)
        : ParseNode(block: true, indentless: true);

    private Node ParseFlowSequence(Properties properties)
    {
        var open = Take();
        var node = BeginCollection(NodeKind.Sequence, properties, open.Start, flow: true);
        while (Next != TokenKind.FlowSequenceEnd) AddFlowItem(node, open.Start);
        Take();
        return Finish(node);
    }

    private void AddFlowItem(Node node, Mark open)
    {
        var item = Next == TokenKind.Key ? ParseFlowPair() : ParseNode(block: false, indentless: false);
        node.Children.Add(item);
        TakeComma(item, TokenKind.FlowSequenceEnd, "in the list, a comma or ] is expected here", open);
    }

    /// <summary>A pair that stands in a list without braces is a map of its own.</summary>
    private Node ParseFlowPair()
    {
        var key = Take();
        var node = BeginCollection(NodeKind.Mapping, new Properties(key.Start, null, null), key.Start, flow: true);
        AddFlowPair(node, key, TokenKind.FlowSequenceEnd);
        return Finish(node);
    }

    private Node ParseFlowMapping(Properties properties)
    {
        var open = Take();
        var node = BeginCollection(NodeKind.Mapping, properties, open.Start, flow: true);
        while (Next != TokenKind.FlowMappingEnd)
        {
            if (Next == TokenKind.Key)
            {
                AddFlowPair(node, Take(), TokenKind.FlowMappingEnd);
            }
            else
            {
                node.Children.Add(ParseNode(block: false, indentless: false));
                node.Children.Add(EmptyScalar(_scanner.Peek().Start));
            }

            TakeComma(node.Children[^1], TokenKind.FlowMappingEnd, "in the map, a comma or } is expected here", open.Start);
        }

        Take();
        return Finish(node);
    }

    private void AddFlowPair(Node node, Token key, TokenKind close)
    {
        var empty = Next == TokenKind.Value || EndsFlowPart(close);

        // In a list the authenticator's library swallows what follows a ? without a key, be it the bracket that closes the list.
        if (empty && close == TokenKind.FlowSequenceEnd) Take();
        node.Children.Add(empty ? EmptyScalar(key.End) : ParseNode(block: false, indentless: false));
        var value = _scanner.Peek();
        var given = TryTake(TokenKind.Value);
        node.Children.Add(given && !EndsFlowPart(close) ? ParseNode(block: false, indentless: false) : EmptyScalar(given ? value.End : value.Start));
    }

    private bool EndsFlowPart(TokenKind close) => Next == TokenKind.FlowEntry || Next == close;

    private void TakeComma(Node item, TokenKind close, string message, Mark open)
    {
        if (Next == close) return;
        var comma = Take();
        if (comma.Kind != TokenKind.FlowEntry) throw new YamlException(comma.Start, $"{message} (it opens in line {open.Line + 1})");
        item.Comma = comma.Start.Offset;
    }
}
