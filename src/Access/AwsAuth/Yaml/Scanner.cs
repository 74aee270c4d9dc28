using System.Runtime.InteropServices;
using System.Text;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>
/// Cuts a text into the tokens of YAML 1.1, as the library does that the authenticator reads aws-auth with (go-yaml v2), its
/// peculiarities included: which tabs pass, when a simple key may start, how far it looks ahead. Nothing is scanned before it
/// is asked for, since text after the first node may be broken without harm.
/// </summary>
internal sealed partial class Scanner
{
    private const int LongestSimpleKey = 1024;

    /// <summary>The authenticator takes text in by pieces of this many bytes; a forbidden character is found when its piece comes in.</summary>
    private const int PieceSize = 512;

    private readonly string _text;
    private readonly int _forbidden;
    private readonly int _forbiddenFrom;
    private readonly List<Token> _queue = [];
    private readonly Stack<int> _indents = new();
    private readonly List<SimpleKey> _simpleKeys = [default];

    private int _head;
    private bool _headIsReady;
    private int _taken;
    private int _lowestKey;
    private int _indent = -1;
    private bool _simpleKeyAllowed = true;
    private int _position;
    private int _line;
    private int _column;

    public Scanner(string text)
    {
        _text = text;
        _position = text.StartsWith(Characters.Bom) ? 1 : 0;
        _forbidden = Characters.FirstForbidden(text);
        _forbiddenFrom = _forbidden < 0 ? int.MaxValue : PieceStart(text, _forbidden);
    }

    /// <summary>Begins at an item of the root list: at its dash, or in a list in brackets at its start.</summary>
    public Scanner(string text, Mark item, bool inFlow)
        : this(text)
    {
        (_position, _line, _column) = (item.Offset, item.Line, item.Column);
        _taken = 1;
        if (inFlow)
        {
            _simpleKeys.Add(default);
        }
        else
        {
            _indents.Push(_indent);
            _indent = item.Column;
        }
    }

    /// <summary>A character stands somewhere in the text that is not allowed.</summary>
    public bool HasForbidden => _forbidden >= 0;

    private int FlowLevel => _simpleKeys.Count - 1;

    private Mark Here => new(_position, _line, _column);

    private char Current => At(0);

    /// <summary>Line and column of an offset.</summary>
    public static Mark MarkAt(string text, int offset)
    {
        var scanner = new Scanner(text);
        while (scanner._position < offset)
        {
            if (Characters.IsBreak(scanner.Current)) scanner.SkipBreak();
            else scanner.Advance();
        }

        return scanner.Here;
    }

    /// <summary>The next token, which stays the next.</summary>
    public ref readonly Token Peek()
    {
        while (!_headIsReady)
        {
            if (_head == _queue.Count || HeadMayBeKey()) FetchToken();
            else _headIsReady = true;
        }

        return ref CollectionsMarshal.AsSpan(_queue)[_head];
    }

    /// <summary>The next token, taken.</summary>
    public Token Take()
    {
        var token = Peek();
        _headIsReady = false;
        _head++;
        _taken++;
        if (_head == _queue.Count)
        {
            _queue.Clear();
            _head = 0;
        }

        return token;
    }

    private static int PieceStart(string text, int offset)
    {
        var left = Encoding.UTF8.GetByteCount(text.AsSpan(0, offset)) % PieceSize;
        while (left > 0) left -= Utf8Length(text[--offset]);
        return offset;
    }

    private static int Utf8Length(char character) => character switch
    {
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ when char.IsSurrogate(character) => 2,
        _ => 3,
    };

    private char At(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : Characters.End;

    private void Advance()
    {
        _position += char.IsHighSurrogate(_text[_position]) && Characters.IsPair(_text, _position) ? 2 : 1;
        _column++;
    }

    /// <summary>Goes on to the first of these characters, or to the end.</summary>
    private void AdvanceTo(CharacterClass characters)
    {
        var at = _position;
        while (at < _text.Length && !characters.Has(_text[at])) at++;
        AdvanceOver(at - _position);
    }

    /// <summary>Goes on to the end of the line. Lines may be long, so that a search finds it sooner than a table.</summary>
    private void AdvanceToBreak()
    {
        var length = _text.AsSpan(_position).IndexOfAny(Characters.Breaks);
        AdvanceOver(length < 0 ? _text.Length - _position : length);
    }

    private void AdvanceOver(int length)
    {
        var run = _text.AsSpan(_position, length);
        _position += length;
        _column += length;
        if (Ascii.IsValid(run)) return;
        foreach (var character in run) _column -= char.IsLowSurrogate(character) ? 1 : 0;
    }

    private void Advance(int characters)
    {
        for (var i = 0; i < characters; i++) Advance();
    }

    private void SkipBreak()
    {
        _position += Characters.BreakLength(_text, _position);
        _line++;
        _column = 0;
    }

    private void SkipBlanks()
    {
        while (Characters.IsBlank(Current)) Advance();
    }

    private void SkipComment()
    {
        if (Current == '#') AdvanceToBreak();
    }

    private void Append(TokenKind kind, Mark start) => _queue.Add(new Token(kind, start, Here));

    private void FetchToken()
    {
        SkipToNextToken();
        ThrowIfForbidden();
        UnrollIndent(_column);
        FetchTokenHere();
        ThrowIfForbidden();
    }

    private void ThrowIfForbidden()
    {
        if (_position < _forbiddenFrom) return;
        throw new YamlException(MarkAt(_text, _forbidden), $"the character U+{(int)_text[_forbidden]:X4} is not allowed, not even in a comment");
    }

    private void FetchTokenHere()
    {
        if (_position >= _text.Length) FetchStreamEnd();
        else if (_column == 0 && Current == '%') FetchDirective();
        else if (AtDocumentIndicator()) FetchDocumentIndicator();
        else if (Current is '[' or '{') FetchFlowStart();
        else if (Current is ']' or '}') FetchFlowEnd();
        else if (Current == ',') FetchFlowEntry();
        else if (Current == '-' && Characters.IsBlankBreakOrEnd(At(1))) FetchBlockEntry();
        else if (Current == '?' && (FlowLevel > 0 || Characters.IsBlankBreakOrEnd(At(1)))) FetchKey();
        else if (Current == ':' && (FlowLevel > 0 || Characters.IsBlankBreakOrEnd(At(1)))) FetchValue();
        else if (Current is '*' or '&') FetchAnchor();
        else if (Current == '!') FetchTag();
        else if (Current is '|' or '>' && FlowLevel == 0) FetchBlockScalar();
        else if (Current is '\'' or '"') FetchQuotedScalar();
        else if (!Characters.IsIndicator(Current) || AtPlainIndicator()) FetchPlainScalar();
        else throw new YamlException(Here, $"nothing can start with the character {Shown(Current)} here; a text that starts so needs quotes");
    }

    /// <summary>A dash, question mark or colon starts a plain scalar when no space follows.</summary>
    private bool AtPlainIndicator() => Current switch
    {
        '-' => !Characters.IsBlank(At(1)),
        '?' or ':' => FlowLevel == 0 && !Characters.IsBlankBreakOrEnd(At(1)),
        _ => false,
    };

    private static string Shown(char character) => character == '\t' ? "tab" : $"'{character}'";

    private bool AtDocumentIndicator() =>
        _column == 0 && (_text.AsSpan(_position).StartsWith("---") || _text.AsSpan(_position).StartsWith("..."))
        && Characters.IsBlankBreakOrEnd(At(3));

    private void SkipToNextToken()
    {
        while (true)
        {
            while (Current == ' ' || (Current == '\t' && (FlowLevel > 0 || !_simpleKeyAllowed))) Advance();
            SkipComment();
            if (!Characters.IsBreak(Current)) return;
            SkipBreak();
            if (FlowLevel == 0) _simpleKeyAllowed = true;
        }
    }
}
