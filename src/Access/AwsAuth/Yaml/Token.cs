namespace EksIamCdk.Access.AwsAuth.Yaml;

internal enum TokenKind : byte
{
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

internal enum ScalarStyle : byte
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// <summary>A place in the text: offset in UTF-16 units, line and column from 0.</summary>
internal readonly record struct Mark(int Offset, int Line, int Column)
{
    public SectionFault Fault(string message) => new(Line + 1, Column + 1, message);
}

/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">After its last character; a block scalar ends before the line break that its content ends with.</param>
/// <param name="Text">Of a scalar its value; of an anchor or alias its name; of a tag its handle; of directives the first argument.</param>
/// <param name="Suffix">Of a tag what follows the handle; of a tag directive its prefix.</param>
/// <param name="Style">Of a scalar.</param>
internal readonly record struct Token(
    TokenKind Kind, Mark Start, Mark End, string Text = "", string Suffix = "", ScalarStyle Style = ScalarStyle.Plain);

/// <summary>The text is not YAML as the authenticator reads it. Never leaves this folder's callers: they make a <see cref="SectionFault"/> of it.</summary>
internal sealed class YamlException(Mark mark, string message) : Exception(message)
{
    public Mark Mark { get; } = mark;
}
