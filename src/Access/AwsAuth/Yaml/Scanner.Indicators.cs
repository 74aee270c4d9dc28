using System.Runtime.InteropServices;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Dashes, brackets, colons and the marks of documents.</summary>
internal sealed partial class Scanner
{
    private void FetchStreamEnd()
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        Append(TokenKind.StreamEnd, Here);

        // Whatever still waited for a colon on this line waits no longer.
        _line++;
    }

    private void FetchDocumentIndicator()
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        var kind = Current == '-' ? TokenKind.DocumentStart : TokenKind.DocumentEnd;
        var start = Here;
        Advance(3);
        Append(kind, start);
    }

    private void FetchFlowStart()
    {
        SaveSimpleKey();
        _simpleKeys.Add(new SimpleKey { TokenNumber = _taken + _queue.Count - _head });
        _simpleKeyAllowed = true;
        FetchIndicator(Current == '[' ? TokenKind.FlowSequenceStart : TokenKind.FlowMappingStart);
    }

    private void FetchFlowEnd()
    {
        RemoveSimpleKey();
        if (FlowLevel > 0)
        {
            // The authenticator's library waits for no colon behind brackets that no key could begin in, though one may still come.
            var number = _simpleKeys[FlowLevel].TokenNumber;
            _simpleKeys.RemoveAt(FlowLevel);
            ref var bracket = ref CollectionsMarshal.AsSpan(_simpleKeys)[FlowLevel];
            if (bracket.TokenNumber == number) bracket.Forgotten = true;
        }

        _simpleKeyAllowed = false;
        FetchIndicator(Current == ']' ? TokenKind.FlowSequenceEnd : TokenKind.FlowMappingEnd);
    }

    private void FetchFlowEntry()
    {
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        FetchIndicator(TokenKind.FlowEntry);
    }

    private void FetchBlockEntry()
    {
        if (FlowLevel == 0)
        {
            if (!_simpleKeyAllowed) throw new YamlException(Here, "an item of a list cannot start here; it needs a line of its own");
            RollIndent(_column, _queue.Count, TokenKind.BlockSequenceStart, Here);
        }

        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        FetchIndicator(TokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (FlowLevel == 0)
        {
            if (!_simpleKeyAllowed) throw new YamlException(Here, "a key cannot start here; it needs a line of its own");
            RollIndent(_column, _queue.Count, TokenKind.BlockMappingStart, Here);
        }

        RemoveSimpleKey();
        _simpleKeyAllowed = FlowLevel == 0;
        FetchIndicator(TokenKind.Key);
    }

    private void FetchValue()
    {
        ref var key = ref CollectionsMarshal.AsSpan(_simpleKeys)[FlowLevel];
        if (IsValid(ref key))
        {
            _queue.Insert(PlaceOf(key.TokenNumber), new Token(TokenKind.Key, key.Mark, key.Mark));
            RollIndent(key.Mark.Column, PlaceOf(key.TokenNumber), TokenKind.BlockMappingStart, key.Mark);
            key.Possible = false;
            _simpleKeyAllowed = false;
        }
        else
        {
            if (FlowLevel == 0)
            {
                if (!_simpleKeyAllowed)
                    throw new YamlException(Here, "a colon followed by a space cannot stand here; a value that holds one needs quotes");
                RollIndent(_column, _queue.Count, TokenKind.BlockMappingStart, Here);
            }

            _simpleKeyAllowed = FlowLevel == 0;
        }

        FetchIndicator(TokenKind.Value);
    }

    /// <summary>Where a token stands in the queue; at its end when it was taken already.</summary>
    private int PlaceOf(int tokenNumber) => tokenNumber < _taken ? _queue.Count : _head + tokenNumber - _taken;

    private void FetchIndicator(TokenKind kind)
    {
        var start = Here;
        Advance();
        Append(kind, start);
    }
}
