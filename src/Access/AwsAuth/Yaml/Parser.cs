namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Makes a tree of the first node of a text, and asks for no more tokens than the authenticator does.</summary>
/// <param name="scanner">The text.</param>
/// <param name="followsAliases">Whether what aliases stand for is read in their place; else they may stand for anything.</param>
internal sealed partial class Parser(Scanner scanner, bool followsAliases)
{
    /// <summary>The authenticator gives up at 10,000; nobody writes 1,000, and less keeps the stack small.</summary>
    private const int DeepestNesting = 1000;

    private readonly Scanner _scanner = scanner;
    private readonly Dictionary<string, string> _tagPrefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
    private readonly AliasBudget _budget = new();
    private int _depth;
    private int _end;

    /// <exception cref="YamlException">The authenticator could not read it either.</exception>
    public static Document Parse(string text, bool followsAliases) => new Parser(new Scanner(text), followsAliases).ParseDocument();

    /// <summary>Line and column of an offset.</summary>
    public static Mark MarkAt(string text, int offset) => Scanner.MarkAt(text, offset);

    /// <summary>No directive and no alias was met: every item can be read for itself.</summary>
    private bool IsPlain { get; set; } = true;

    private TokenKind Next => _scanner.Peek().Kind;

    private Document ParseDocument()
    {
        if (Next == TokenKind.StreamEnd) return new Document(null, null, IsPlain);

        var explicitStart = Next is TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart;
        ReadDirectives();
        if (explicitStart) Expect(TokenKind.DocumentStart, "after directives a line with --- is expected");
        var root = explicitStart && Next is TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart
            or TokenKind.DocumentEnd or TokenKind.StreamEnd
            ? EmptyScalar(_scanner.Peek().Start)
            : ParseNode(block: true, indentless: false);

        var following = _scanner.Peek();
        return new Document(root, following.Kind == TokenKind.StreamEnd ? null : following.Start, IsPlain);
    }

    private void ReadDirectives()
    {
        var versionSeen = false;
        while (Next is TokenKind.VersionDirective or TokenKind.TagDirective)
        {
            var directive = Take();
            IsPlain = false;
            if (directive.Kind == TokenKind.VersionDirective)
            {
                if (versionSeen) throw new YamlException(directive.Start, "a second %YAML directive");
                if (directive is not { Text: "1", Suffix: "1" }) throw new YamlException(directive.Start, "only YAML 1.1 is read, not another version");
                versionSeen = true;
            }
            else if (!_tagPrefixes.TryAdd(directive.Text, directive.Suffix))
            {
                throw new YamlException(directive.Start, "a second %TAG directive for the same handle");
            }
        }

        _tagPrefixes.TryAdd("!", "!");
        _tagPrefixes.TryAdd("!!", Tags.Prefix);
    }

    private Token Take()
    {
        var token = _scanner.Take();
        if (token.Kind != TokenKind.BlockEnd) _end = token.End.Offset;
        return token;
    }

    private void Expect(TokenKind kind, string message)
    {
        var token = Take();
        if (token.Kind != kind) throw new YamlException(token.Start, message);
    }

    private bool TryTake(TokenKind kind)
    {
        if (Next != kind) return false;
        Take();
        return true;
    }

    private Node ParseNode(bool block, bool indentless)
    {
        if (Next == TokenKind.Alias) return ParseAlias();

        var start = _scanner.Peek().Start;
        string? anchor = null;
        Token? tag = null;
        for (var i = 0; i < 2; i++)
        {
            if (anchor is null && Next == TokenKind.Anchor) anchor = Take().Text;
            else if (tag is null && Next == TokenKind.Tag) tag = Take();
        }

        var properties = new Properties(start, anchor, Resolve(tag));
        var token = _scanner.Peek();
        if (++_depth > DeepestNesting) throw new YamlException(token.Start, $"lists and maps are nested more than {DeepestNesting} deep");
        var node = token.Kind switch
        {
            TokenKind.BlockEntry when indentless => ParseIndentlessSequence(properties),
            TokenKind.Scalar => ParseScalar(properties),
            TokenKind.FlowSequenceStart => ParseFlowSequence(properties),
            TokenKind.FlowMappingStart => ParseFlowMapping(properties),
            TokenKind.BlockSequenceStart when block => ParseBlockSequence(properties),
            TokenKind.BlockMappingStart when block => ParseBlockMapping(properties),
            _ when anchor is not null || tag is not null => ParsePropertiesOnly(properties),
            _ => throw new YamlException(token.Start, "a value is expected here"),
        };
        _depth--;
        return node;
    }

    private string? Resolve(Token? tag)
    {
        if (tag is not { } token) return null;
        if (token.Text.Length == 0) return token.Suffix;
        return _tagPrefixes.TryGetValue(token.Text, out var prefix)
            ? prefix + token.Suffix
            : throw new YamlException(token.Start, $"the tag handle {token.Text} is not declared");
    }

    private Node ParseAlias()
    {
        var token = Take();
        IsPlain = false;
        if (!_anchors.TryGetValue(token.Text, out var target))
            throw new YamlException(token.Start, $"the alias *{token.Text} has no anchor &{token.Text} before it; a text that starts with * needs quotes");
        if (followsAliases && !_budget.Spend(target.Size)) throw new YamlException(token.Start, "aliases blow the section up beyond what the authenticator takes");
        var isInside = target.End < 0;
        if (followsAliases && isInside) throw new YamlException(token.Start, $"the alias *{token.Text} stands inside its own anchor");
        return new Node(NodeKind.Alias, token.Start) { Text = token.Text, Target = target, End = _end, Size = target.Size + 1 };
    }

    private Node ParseScalar(Properties properties)
    {
        var token = Take();
        return Finish(Begin(new Node(NodeKind.Scalar, properties.Start)
        {
            Properties = properties.Before(token.Start),
            Text = token.Text,
            Style = token.Style,
        }));
    }

    private Node ParsePropertiesOnly(Properties properties) => Finish(Begin(new Node(NodeKind.Scalar, properties.Start)
    {
        Properties = properties.Before(properties.Start),
    }));

    private Node EmptyScalar(Mark mark)
    {
        _budget.Count();
        return new Node(NodeKind.Scalar, mark) { End = mark.Offset };
    }

    private Node BeginCollection(NodeKind kind, Properties properties, Mark content, bool flow) => Begin(new Node(kind, properties.Start)
    {
        Properties = properties.Before(content),
        Flow = flow,
    });

    private Node Begin(Node node)
    {
        node.End = -1;
        if (node.Anchor is { } anchor) _anchors[anchor] = node;
        return node;
    }

    private Node Finish(Node node)
    {
        node.End = _end;
        foreach (var child in node.Children) node.Size += child.Size;
        _budget.Count();
        return node;
    }

    private readonly record struct Properties(Mark Start, string? Anchor, string? Tag)
    {
        public NodeProperties? Before(Mark content) => Anchor is null && Tag is null ? null : new(Anchor, Tag, content);
    }
}
