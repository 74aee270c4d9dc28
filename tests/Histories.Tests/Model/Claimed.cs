namespace EksIamCdk.Histories.Tests.Model;

/// <summary>Who has declared something: a resource of a stack.</summary>
public sealed record Holder(string Stack, string LogicalId);

/// <summary>How an entry of ours stands against what was declared.</summary>
public enum Drift
{
    None,

    /// <summary>Somebody took it out.</summary>
    Missing,

    /// <summary>Somebody changed its username to <see cref="MapSlot.TamperedName"/>.</summary>
    Tampered,
}

/// <summary>The place of one principal in mapRoles: what others wrote there, and who of ours stands over it, the last in force.</summary>
public sealed record MapSlot
{
    public const string TamperedName = "tampered";

    /// <summary>Name of the role; null for a comment.</summary>
    public string? Role { get; init; }

    /// <summary>The lines of others, to the byte; null when there are none.</summary>
    public string? Foreign { get; init; }

    public IReadOnlyList<(Holder By, Declared.Entry Entry)> Ours { get; init; } = [];

    public Drift Drift { get; init; }

    public bool ShowsForeign => Foreign is not null && Ours.Count == 0;
}

/// <summary>One object of the namespace of a history: what others say of it, and who of ours stands over it, the last in force.</summary>
public sealed record ObjectSlot
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>What others made, to be there when all of ours is gone.</summary>
    public JsonObject? Foreign { get; init; }

    /// <summary>It was ours, and was retained: whoever declares the same again has it back.</summary>
    public bool Retained { get; init; }

    /// <summary>What others put on an object of ours.</summary>
    public JsonObject Added { get; init; } = [];

    public IReadOnlyList<(Holder By, JsonObject Content, bool Retain)> Ours { get; init; } = [];

    /// <summary>Paths of which nothing is said: others have changed them while they were ours, or ours has let go of them.</summary>
    public IReadOnlySet<string> Loose { get; init; } = new HashSet<string>();
}
