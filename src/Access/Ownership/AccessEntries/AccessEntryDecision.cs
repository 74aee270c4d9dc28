using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>What to do about one access entry.</summary>
public abstract record AccessEntryDecision
{
    private AccessEntryDecision()
    {
    }

    /// <summary>Nothing is to be written.</summary>
    public sealed record Nothing : AccessEntryDecision;

    /// <summary>These calls, in order. Ownership and what was replaced are written before anything else changes, and taken off after
    /// all else is put back: so whoever is interrupted finds what to do in the tags.</summary>
    public sealed record Write(IReadOnlyList<AccessEntryStep> Steps) : AccessEntryDecision;

    /// <summary>Nothing is written; the resource fails.</summary>
    public sealed record Refuse(Failure Failure) : AccessEntryDecision;
}

/// <summary>One call of EKS.</summary>
public abstract record AccessEntryStep
{
    private AccessEntryStep()
    {
    }

    /// <summary>Without its policies.</summary>
    public sealed record Create(AccessEntryContent Content, IReadOnlyDictionary<string, string> Tags) : AccessEntryStep;

    public sealed record Tag(IReadOnlyDictionary<string, string> Tags) : AccessEntryStep;

    public sealed record Untag(IReadOnlyList<string> Keys) : AccessEntryStep;

    /// <summary>Username and groups.</summary>
    public sealed record Rename(string Username, IReadOnlyList<string> Groups) : AccessEntryStep;

    /// <summary>Also with another scope for a policy that is there.</summary>
    public sealed record Associate(PolicyAssociation Policy) : AccessEntryStep;

    public sealed record Disassociate(string PolicyArn) : AccessEntryStep;

    /// <summary>For good, or because what follows makes it anew.</summary>
    public sealed record Delete : AccessEntryStep;
}
