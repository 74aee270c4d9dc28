namespace EksIamCdk.Access.Iam;

/// <summary>What policies say to a request.</summary>
public enum IamEffect
{
    /// <summary>No statement is about it, so it is refused.</summary>
    NotStated,
    Allowed,

    /// <summary>A statement denies it, whatever others allow.</summary>
    Denied,

    /// <summary>It hangs on something that this code does not know. Never to be taken for allowed.</summary>
    Undecided,
}

/// <summary>A decision, and the reason in words.</summary>
public sealed record IamDecision(IamEffect Effect, string Reason)
{
    public bool IsAllowed => Effect == IamEffect.Allowed;
}
