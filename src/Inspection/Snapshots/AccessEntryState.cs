using EksIamCdk.Access.Ownership.AccessEntries;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>An access entry of a cluster.</summary>
/// <param name="PrincipalArn">Whose it is: the IAM ARN, with its path.</param>
/// <param name="Content">What it says.</param>
/// <param name="CreatedAt">When it was made; null where it is not known. A role that is younger is another one than the entry is for.</param>
public sealed record AccessEntryState(string PrincipalArn, AccessEntryContent Content, DateTimeOffset? CreatedAt = null)
{
    /// <summary>Null where they were not kept: then nobody can tell whose it is.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
