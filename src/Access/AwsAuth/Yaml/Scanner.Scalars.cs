using System.Text;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Plain and quoted scalars.</summary>
internal sealed partial class Scanner
{
    private readonly StringBuilder _value = new();
    private readonly Fold _fold = new();
    private readonly string?[] _known = new string?[64];

    /// <summary>White space inside a scalar that spans words or lines: kept within a line, folded between lines.</summary>
    private sealed class Fold
    {
        private readonly StringBuilder _blanks = new();
        private readonly StringBuilder _furtherBreaks = new();
        private string _firstBreak = "";
        private bool _used;

        /// <summary>A line break was met since the last word.</summary>
        public bool Broken { get; private set; }

        public void Clear()
        {
            if (!_used) return;
            _used = false;
            _blanks.Clear();
            _furtherBreaks.Clear();
            _firstBreak = "";
            Broken = false;
        }

        public void Blank(char blank)
        {
            if (Broken) return;
            _blanks.Append(blank);
            _used = true;
        }

        public void Break(string lineBreak)
        {
            if (Broken) _furtherBreaks.Append(lineBreak);
            else _firstBreak = lineBreak;
            Broken = _used = true;
        }

        /// <summary>A backslash at the end of a line: the break joins without a space.</summary>
        public void EscapedBreak() => Broken = _used = true;

        public void FlushTo(StringBuilder value)
        {
            if (!Broken) value.Append(_blanks);
            else if (_firstBreak == "\n" && _furtherBreaks.Length == 0) value.Append(' ');
            else if (_firstBreak == "\n") value.Append(_furtherBreaks);
            else value.Append(_firstBreak).Append(_furtherBreaks);
            Clear();
        }
    }

    private void FetchPlainScalar()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        var start = Here;
        var end = start;
        var folded = false;
        _fold.Clear();
        while (!AtDocumentIndicator() && Current != '#')
        {
            var word = _position;
            SkipPlainWord();
            if (_position > word)
            {
                if (_fold.Broken && !folded) _value.Clear().Append(_text, start.Offset, end.Offset - start.Offset);
                folded |= _fold.Broken;
                if (folded)
                {
                    _fold.FlushTo(_value);
                    _value.Append(_text, word, _position - word);
                }

                _fold.Clear();
                end = Here;
            }

            if (!Characters.IsBlank(Current) && !Characters.IsBreak(Current)) break;
            SkipWhiteSpaceOfPlain(start);
            if (FlowLevel == 0 && _column <= _indent) break;
        }

        if (_fold.Broken) _simpleKeyAllowed = true;
        _queue.Add(new Token(TokenKind.Scalar, start, end, folded ? _value.ToString() : Shared(_text.AsSpan(start.Offset..end.Offset))));
    }

    /// <summary>Keys and groups repeat: of short texts the same string is given again.</summary>
    private string Shared(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 16) return text.ToString();
        ref var known = ref _known[(text[0] + (text[^1] * 7) + text.Length) % _known.Length];
        return known is not null && text.SequenceEqual(known) ? known : known = text.ToString();
    }

    private void SkipPlainWord()
    {
        var stops = FlowLevel > 0 ? Characters.PlainStopsInFlow : Characters.PlainStops;
        AdvanceTo(stops);
        while (Current == ':' && !Characters.IsBlankBreakOrEnd(At(1)))
        {
            Advance();
            AdvanceTo(stops);
        }
    }

    private void SkipWhiteSpaceOfPlain(Mark start)
    {
        while (true)
        {
            if (Characters.IsBreak(Current))
            {
                _fold.Break(ReadBreak());
            }
            else if (Characters.IsBlank(Current))
            {
                if (_fold.Broken && Current == '\t' && _column <= _indent)
                    throw new YamlException(Here, $"a tab cannot indent (within the text that begins in line {start.Line + 1})");
                _fold.Blank(Current);
                Advance();
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Takes a line break; most read as a line feed.</summary>
    private string ReadBreak()
    {
        var lineBreak = Current is '\u2028' or '\u2029' ? Current.ToString() : "\n";
        SkipBreak();
        return lineBreak;
    }

    private void FetchQuotedScalar()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        var start = Here;
        var quote = Current;
        var style = quote == '"' ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted;
        Advance();
        var from = _position;
        AdvanceTo(Characters.QuotedStops);
        if (Current == quote && At(1) != quote)
        {
            Advance();
            _queue.Add(new Token(TokenKind.Scalar, start, Here, Shared(_text.AsSpan(from..(_position - 1))), Style: style));
            return;
        }

        _value.Clear().Append(_text, from, _position - from);
        _fold.Clear();
        while (true)
        {
            if (AtDocumentIndicator()) throw new YamlException(start, "a quoted text is not closed before a document marker");
            if (_position >= _text.Length) throw new YamlException(start, $"the quote {quote} is not closed");
            ReadQuotedWord(quote, start);
            if (Current == quote) break;
            while (Characters.IsBlank(Current) || Characters.IsBreak(Current))
            {
                if (Characters.IsBreak(Current))
                {
                    _fold.Break(ReadBreak());
                }
                else
                {
                    _fold.Blank(Current);
                    Advance();
                }
            }

            _fold.FlushTo(_value);
            ThrowIfForbidden();
        }

        Advance();
        _queue.Add(new Token(TokenKind.Scalar, start, Here, _value.ToString(), Style: style));
    }

    private void ReadQuotedWord(char quote, Mark start)
    {
        while (!Characters.IsBlankBreakOrEnd(Current))
        {
            if (Current == '\'' && quote == '\'' && At(1) == '\'')
            {
                _value.Append('\'');
                Advance(2);
            }
            else if (Current == quote)
            {
                return;
            }
            else if (Current == '\\' && quote == '"' && Characters.IsBreak(At(1)))
            {
                Advance();
                SkipBreak();
                _fold.EscapedBreak();
                return;
            }
            else if (Current == '\\' && quote == '"')
            {
                ReadEscape(start);
            }
            else
            {
                var from = _position;
                Advance();
                AdvanceTo(Characters.QuotedStops);
                _value.Append(_text, from, _position - from);
            }
        }
    }

    private void ReadEscape(Mark start)
    {
        var code = At(1);
        var literal = code switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\u001B',
            ' ' or '"' or '\'' or '\\' => code,
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            'x' or 'u' or 'U' => (char?)null,
            _ => throw new YamlException(Here, $"there is no escape \\{code} (in the quoted text that begins in line {start.Line + 1})"),
        };
        Advance(2);
        if (literal is { } character) _value.Append(character);
        else ReadCodePoint(code switch { 'x' => 2, 'u' => 4, _ => 8 });
    }

    private void ReadCodePoint(int digits)
    {
        var codePoint = 0u;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(At(i))) throw new YamlException(Here, $"{digits} hexadecimal digits are expected here");
            codePoint = (codePoint << 4) + (uint)Convert.ToInt32(At(i).ToString(), 16);
        }

        if (!Rune.IsValid(codePoint)) throw new YamlException(Here, "this escape is not a character (half of a surrogate pair, or too large)");
        _value.Append(new Rune(codePoint).ToString());
        Advance(digits);
    }
}
