namespace EksIamCdk.Access.AwsAuth;

/// <summary>What the authenticator makes of one section.</summary>
public sealed record SectionReading
{
    public required Section Section { get; init; }

    /// <summary>Nothing of a section that is not blank could be read as a list: all its entries are out at once.</summary>
    public bool Lost => Fault is not null;

    /// <summary>Why it is lost.</summary>
    public SectionFault? Fault { get; init; }

    /// <summary>In the order of the text, duplicates included.</summary>
    public IReadOnlyList<EntryInForce> Entries { get; init; } = [];

    /// <summary>What a person should know about the section, in the order of the text.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>Where a section cannot be read or edited, and why. Line and column count from 1, inside the section's text.</summary>
public sealed record SectionFault(int Line, int Column, string Message);

/// <summary>An entry that the authenticator took over. Line and column count from 1, inside the section's text.</summary>
public sealed record EntryInForce(MappingEntry Entry, int Line, int Column);
