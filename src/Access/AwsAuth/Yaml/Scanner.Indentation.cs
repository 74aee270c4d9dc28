using System.Runtime.InteropServices;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Indentation, and the keys that show themselves as keys only when their colon comes.</summary>
internal sealed partial class Scanner
{
    private struct SimpleKey
    {
        public bool Possible;
        public bool Required;
        public int TokenNumber;
        public bool Forgotten;
        public Mark Mark;
    }

    private void RollIndent(int column, int place, TokenKind kind, Mark mark)
    {
        if (FlowLevel > 0 || _indent >= column) return;
        _indents.Push(_indent);
        _indent = column;
        _queue.Insert(place, new Token(kind, mark, mark));
    }

    private void UnrollIndent(int column)
    {
        if (FlowLevel > 0) return;
        while (_indent > column)
        {
            Append(TokenKind.BlockEnd, Here);
            _indent = _indents.Pop();
        }
    }

    /// <summary>Keys of deeper levels stand further behind, so that the first one that is possible, and waited for, decides.</summary>
    private bool HeadMayBeKey()
    {
        var keys = CollectionsMarshal.AsSpan(_simpleKeys);
        while (_lowestKey < keys.Length && (!keys[_lowestKey].Possible || keys[_lowestKey].Forgotten)) _lowestKey++;
        return _lowestKey < keys.Length && keys[_lowestKey].TokenNumber == _taken && IsValid(ref keys[_lowestKey]);
    }

    private bool IsValid(ref SimpleKey key)
    {
        if (!key.Possible) return false;
        if (key.Mark.Line == _line && key.Mark.Offset + LongestSimpleKey >= _position) return true;
        RemoveSimpleKey(ref key);
        return false;
    }

    private void SaveSimpleKey()
    {
        if (!_simpleKeyAllowed) return;
        RemoveSimpleKey();
        var number = _taken + _queue.Count - _head;
        _simpleKeys[FlowLevel] = new SimpleKey
        {
            Possible = true,
            Required = FlowLevel == 0 && _indent == _column,
            TokenNumber = number,
            Mark = Here,
        };
        _lowestKey = Math.Min(_lowestKey, FlowLevel);
    }

    private void RemoveSimpleKey() => RemoveSimpleKey(ref CollectionsMarshal.AsSpan(_simpleKeys)[FlowLevel]);

    private static void RemoveSimpleKey(ref SimpleKey key)
    {
        if (!key.Possible) return;
        if (key.Required) throw ColonMissing(key);
        key.Possible = false;
    }

    private static YamlException ColonMissing(SimpleKey key) =>
        new(key.Mark, "a key stands here, but no colon and space follow it on its line");
}
