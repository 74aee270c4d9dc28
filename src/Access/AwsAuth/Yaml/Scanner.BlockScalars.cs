using System.Text;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Literal and folded block scalars.</summary>
internal sealed partial class Scanner
{
    private void FetchBlockScalar()
    {
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        var start = Here;
        var literal = Current == '|';
        Advance();
        var (keep, strip, increment) = ReadBlockScalarHeader(start);
        var end = Here;
        SkipRestOfLine("the header of a block text");

        var indent = increment == 0 ? 0 : Math.Max(_indent, 0) + increment;
        var breaks = new StringBuilder();
        var lastBreak = "";
        var startedBlank = false;
        var afterBreaks = ReadBlockScalarBreaks(ref indent, breaks);
        _value.Clear();
        while (_column == indent && _position < _text.Length && !Characters.IsBreakOrEnd(Current))
        {
            var startsBlank = Characters.IsBlank(Current);
            if (literal || startedBlank || startsBlank || lastBreak != "\n") _value.Append(lastBreak);
            else if (breaks.Length == 0) _value.Append(' ');
            _value.Append(breaks);
            breaks.Clear();
            startedBlank = startsBlank;

            var from = _position;
            AdvanceToBreak();
            _value.Append(_text, from, _position - from);
            end = Here;
            lastBreak = Characters.IsBreak(Current) ? ReadBreak() : "";
            afterBreaks = ReadBlockScalarBreaks(ref indent, breaks);
        }

        if (!strip) _value.Append(lastBreak);
        if (keep) _value.Append(breaks);
        var style = literal ? ScalarStyle.Literal : ScalarStyle.Folded;
        _queue.Add(new Token(TokenKind.Scalar, start, keep ? afterBreaks : end, _value.ToString(), Style: style));
    }

    private (bool Keep, bool Strip, int Increment) ReadBlockScalarHeader(Mark start)
    {
        var chomping = ReadChomping();
        var increment = 0;
        if (char.IsAsciiDigit(Current))
        {
            increment = Current - '0';
            if (increment == 0) throw new YamlException(start, "the indentation given with a block text must not be 0");
            Advance();
            if (chomping == ' ') chomping = ReadChomping();
        }

        return (chomping == '+', chomping == '-', increment);
    }

    private char ReadChomping()
    {
        if (Current is not ('+' or '-')) return ' ';
        var chomping = Current;
        Advance();
        return chomping;
    }

    /// <summary>Takes white space and a comment up to the line break, and the break.</summary>
    private void SkipRestOfLine(string what)
    {
        SkipBlanks();
        SkipComment();
        if (!Characters.IsBreakOrEnd(Current)) throw new YamlException(Here, $"after {what} its line must end");
        if (Characters.IsBreak(Current)) SkipBreak();
    }

    /// <summary>Takes indentation and blank lines; finds the indentation by the first line when it is not known.</summary>
    private Mark ReadBlockScalarBreaks(ref int indent, StringBuilder breaks)
    {
        var afterBreaks = Here;
        var widest = 0;
        while (true)
        {
            while ((indent == 0 || _column < indent) && Current == ' ') Advance();
            widest = Math.Max(widest, _column);
            if ((indent == 0 || _column < indent) && Current == '\t') throw new YamlException(Here, "a tab cannot indent a block text");
            if (!Characters.IsBreak(Current)) break;
            breaks.Append(ReadBreak());
            afterBreaks = Here;
        }

        if (indent == 0) indent = Math.Max(Math.Max(widest, _indent + 1), 1);
        return afterBreaks;
    }
}
