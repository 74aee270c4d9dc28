namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Anchors, aliases, tags and directives.</summary>
internal sealed partial class Scanner
{
    private void FetchAnchor()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        var start = Here;
        var kind = Current == '&' ? TokenKind.Anchor : TokenKind.Alias;
        Advance();
        var name = ReadWord();
        if (name.Length == 0 || !(Characters.IsBlankBreakOrEnd(Current) || Current is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
            throw new YamlException(start, $"a text that starts with {(kind == TokenKind.Anchor ? '&' : '*')} needs quotes (or a name of letters and digits)");
        _queue.Add(new Token(kind, start, Here, name));
    }

    private string ReadWord()
    {
        var from = _position;
        while (Characters.IsWord(Current)) Advance();
        return _text[from.._position];
    }

    private void FetchTag()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        var start = Here;
        string handle;
        string suffix;
        if (At(1) == '<')
        {
            Advance(2);
            (handle, suffix) = ("", ReadUri("", start));
            if (Current != '>') throw new YamlException(start, "a tag that begins with !< must end with >");
            Advance();
        }
        else
        {
            handle = ReadHandle(start);
            if (handle.Length > 1 && handle.EndsWith('!')) suffix = ReadUri("", start);
            else (handle, suffix) = ("!", ReadUri(handle, start));
            if (suffix.Length == 0) (handle, suffix) = ("", "!");
        }

        if (!Characters.IsBlankBreakOrEnd(Current)) throw new YamlException(start, "after a tag a space is expected");
        _queue.Add(new Token(TokenKind.Tag, start, Here, handle, suffix));
    }

    private string ReadHandle(Mark start)
    {
        if (Current != '!') throw new YamlException(start, "a tag's handle must begin with an exclamation mark");
        var from = _position;
        Advance();
        ReadWord();
        if (Current == '!') Advance();
        return _text[from.._position];
    }

    /// <summary>The rest of a tag, after a head that began with an exclamation mark.</summary>
    private string ReadUri(string head, Mark start)
    {
        _value.Clear().Append(head.AsSpan(Math.Min(head.Length, 1)));
        var from = _position;
        while (Characters.IsUri(Current))
        {
            if (Current == '%')
            {
                ReadUriEscape(start);
            }
            else
            {
                _value.Append(Current);
                Advance();
            }
        }

        if (head.Length == 0 && _position == from) throw new YamlException(start, "a tag has no name");
        return _value.ToString();
    }

    /// <summary>The octets of one character. Beyond ASCII no tag means anything, so they need not be put together.</summary>
    private void ReadUriEscape(Mark start)
    {
        var octets = 1;
        for (var i = 0; i < octets; i++)
        {
            if (Current != '%' || !char.IsAsciiHexDigit(At(1)) || !char.IsAsciiHexDigit(At(2)))
                throw new YamlException(start, "in a tag, a percent sign must begin an escaped octet");
            var octet = Convert.ToInt32($"{At(1)}{At(2)}", 16);
            if (i == 0) octets = octet switch { < 0x80 => 1, >= 0xC0 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF8 => 4, _ => 0 };
            if (octets == 0 || (i > 0 && (octet & 0xC0) != 0x80)) throw new YamlException(start, "the escaped octets of a tag are not UTF-8");
            _value.Append((char)octet);
            Advance(3);
        }
    }

    private void FetchDirective()
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        var start = Here;
        Advance();
        var name = ReadWord();
        if (!Characters.IsBlankBreakOrEnd(Current) || name is not ("YAML" or "TAG"))
            throw new YamlException(start, "a line that starts with % is a directive, and there is none of this name; a text needs quotes");
        SkipBlanks();
        var token = name == "YAML" ? ReadVersion(start) : ReadTagDirective(start);
        SkipRestOfLine("a directive");
        _queue.Add(token);
    }

    private Token ReadVersion(Mark start)
    {
        var major = ReadVersionNumber(start);
        if (Current != '.') throw new YamlException(Here, "a version is two numbers with a full stop between them");
        Advance();
        return new Token(TokenKind.VersionDirective, start, Here, major, ReadVersionNumber(start));
    }

    private string ReadVersionNumber(Mark start)
    {
        var from = _position;
        while (char.IsAsciiDigit(Current)) Advance();
        var number = _text[from.._position].TrimStart('0');
        if (_position == from || _position - from > 2) throw new YamlException(start, "a version is two numbers with a full stop between them");
        return number;
    }

    private Token ReadTagDirective(Mark start)
    {
        var handle = ReadHandle(start);
        if (!handle.EndsWith('!') || !Characters.IsBlank(Current)) throw new YamlException(start, "a %TAG directive needs a handle and a prefix");
        SkipBlanks();
        var prefix = ReadUri("", start);
        if (!Characters.IsBlankBreakOrEnd(Current)) throw new YamlException(start, "after the prefix of a %TAG directive a space is expected");
        return new Token(TokenKind.TagDirective, start, Here, handle, prefix);
    }
}
