namespace EksIamCdk.Access.AwsAuth;

/// <summary>What becomes of a section's text.</summary>
public abstract record SectionEdit
{
    private SectionEdit()
    {
    }

    /// <summary>The section says what is wanted already.</summary>
    public sealed record Unchanged : SectionEdit;

    /// <param name="Text">The whole new text of the section.</param>
    /// <param name="Displaced">The items that were there with this id, in order of the text; the last was in force.</param>
    /// <param name="Emptied">No item is left.</param>
    public sealed record Changed(string Text, IReadOnlyList<DisplacedItem> Displaced, bool Emptied) : SectionEdit;

    /// <summary>The text cannot be edited without loss; it stays as it is.</summary>
    public sealed record Refused(SectionFault Fault) : SectionEdit;
}

/// <summary>An item of a section that made way, with all it takes to put the same bytes back.</summary>
public sealed record DisplacedItem
{
    /// <summary>Verbatim source: in a block list its whole lines, in a flow list the item alone.</summary>
    public required string Text { get; init; }

    /// <summary>The number of the item in its section at that time, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Whose entry followed, so that the place is found again when numbers have shifted; empty where that is not known.</summary>
    public string Before { get; init; } = "";

    /// <summary>How many lines (of comments, or blank) stood between the item before and this one.</summary>
    public int Below { get; init; }

    /// <summary>In a flow list: the comma and white space that followed; else empty.</summary>
    public string After { get; init; } = "";
}

/// <summary>An item of a section, and what it says.</summary>
public sealed record Occurrence(DisplacedItem Source, MappingEntry Entry);
