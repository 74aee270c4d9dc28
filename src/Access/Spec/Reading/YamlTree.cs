using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>Reads one YAML (or JSON) document into nodes. Repeated keys, merge keys and a second document are problems.</summary>
internal sealed class YamlTree
{
    private const int DeepestNesting = 64;
    private const int LargestByAliases = 100_000;

    // Those of YAML: a form feed is none.
    private static readonly string[] s_lineBreaks = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"];

    private readonly Parser _parser;
    private readonly SpecProblems _problems;
    private readonly Dictionary<AnchorName, SpecNode> _anchors = [];
    private int _depth;
    private int _byAliases;

    private YamlTree(string text, SpecProblems problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    /// <returns>The document, or null when it cannot be read.</returns>
    public static SpecNode? Read(string text, SpecProblems problems)
    {
        var tree = new YamlTree(text, problems);
        try
        {
            return tree.Document();
        }
        catch (YamlException e)
        {
            tree.NotYaml(text, e.Start, $"{char.ToLowerInvariant(e.Message[0])}{e.Message[1..].TrimEnd('.')}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or InvalidCastException)
        {
            // What the parser stumbles over instead of saying what is wrong, such as a plain text that ends in the middle of a flow list.
            tree.NotYaml(text, tree._parser.Current?.End ?? Mark.Empty, "it cannot be read from here on");
            return null;
        }
    }

    private void NotYaml(string text, Mark at, string what)
    {
        // The parser counts a line that is not there when a text ends without a line break.
        var lines = text.Split(s_lineBreaks, StringSplitOptions.None);
        var place = at.Line > lines.Length ? new SpecPosition(lines.Length, lines[^1].Length + 1) : Position(at);
        _problems.Add(place, $"the file is not YAML: {what}", lines[place.Line - 1].Trim(), "YAML or JSON");
    }

    private SpecNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _)) return null;
        var root = Node();
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _problems.Add(Position(second.Start), "a second document begins here", "---", "one document in a spec");
        }

        return root;
    }

    private SpecNode Node()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (!_anchors.TryGetValue(alias.Value, out var node))
            {
                throw new YamlException(alias.Start, alias.End, $"alias *{alias.Value} has no anchor before it");
            }

            _byAliases += node.Size;
            if (_byAliases <= LargestByAliases) return node;
            throw new YamlException(alias.Start, alias.End, $"aliases stand for more than {LargestByAliases} values");
        }

        if (++_depth > DeepestNesting)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested more than {DeepestNesting} levels deep");
        }

        var anchor = ((NodeEvent)_parser.Current!).Anchor;
        SpecNode read = _parser.Current switch
        {
            SequenceStart => Sequence(),
            MappingStart => Mapping(),
            _ => Scalar(),
        };
        _depth--;
        if (!anchor.IsEmpty) _anchors[anchor] = read;
        return read;
    }

    private SpecNode.Scalar Scalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new SpecNode.Scalar(Position(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private SpecNode.Sequence Sequence()
    {
        var at = Position(_parser.Consume<SequenceStart>().Start);
        var items = new List<SpecNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node());
        return new SpecNode.Sequence(at, items);
    }

    private SpecNode.Mapping Mapping()
    {
        var at = Position(_parser.Consume<MappingStart>().Start);
        var pairs = new List<(SpecNode.Scalar Key, SpecNode Value)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var (key, value) = (Node(), Node());
            if (key is not SpecNode.Scalar name)
            {
                _problems.Add(key.At, "a key is no text", key.Description, "a name");
            }
            else if (name is { Plain: true, Text: "<<" })
            {
                _problems.Add(key.At, "merge keys are not read", "<<", "the keys written out, or an alias for a whole value");
            }
            else if (pairs.Find(pair => pair.Key.Text == name.Text).Key is { } first)
            {
                _problems.Add(key.At, $"\"{name.Text}\" is given twice", name.Text, $"it once (first in line {first.At.Line})");
            }
            else
            {
                pairs.Add((name, value));
            }
        }

        return new SpecNode.Mapping(at, pairs);
    }

    private static SpecPosition Position(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
