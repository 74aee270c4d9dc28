namespace EksIamCdk.Access.AwsAuth;

public enum FindingKind
{
    /// <summary>The whole section has no effect.</summary>
    SectionLost,

    /// <summary>Text after the first YAML node, which the authenticator ignores without a word.</summary>
    IgnoredTail,

    /// <summary>An item that the authenticator drops.</summary>
    DroppedEntry,

    /// <summary>An entry that a later one with the same ARN replaces.</summary>
    ShadowedEntry,

    /// <summary>An entry that no caller can match.</summary>
    UnreachableEntry,

    /// <summary>A username, groups or a group of a wrong type, which is read as empty.</summary>
    WrongType,
}

/// <summary>Something that a person should know about a section. Line and column count from 1, inside the section's text.</summary>
public sealed record Finding(FindingKind Kind, int Line, int Column, string Message);
