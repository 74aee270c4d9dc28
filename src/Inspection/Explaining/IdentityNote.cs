namespace EksIamCdk.Inspection.Explaining;

public enum IdentityNoteKind
{
    /// <summary>It names the principal and has no effect, since something else comes first.</summary>
    Shadowed,

    /// <summary>It seems to name the principal, and no caller can ever match it.</summary>
    Unreachable,

    /// <summary>Its role was deleted and made anew since: callers are told apart by unique id.</summary>
    DeadEntry,

    /// <summary>It is not read in the authentication mode of the cluster.</summary>
    NotRead,

    /// <summary>A section of aws-auth in which it may stand is lost.</summary>
    SectionLost,

    /// <summary>It hangs on something that is not known here.</summary>
    Unknown,
}

/// <summary>What else there is to say about who a principal is.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Place">Where: <c>aws-auth mapRoles line 7</c>, <c>access entry of arn:…</c>; empty where it is nowhere in particular.</param>
/// <param name="Message">A sentence without a full stop.</param>
/// <param name="Remedy">What to do; empty where nothing is to be done.</param>
public sealed record IdentityNote(IdentityNoteKind Kind, string Place, string Message, string Remedy = "");
