namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>An access entry as EKS has it.</summary>
/// <param name="PrincipalArn">Whose it is.</param>
/// <param name="Arn">Its own ARN: another one once it was made anew.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Content">What it says.</param>
/// <param name="Tags">All of them.</param>
public sealed record LiveAccessEntry(
    string PrincipalArn, string Arn, DateTimeOffset CreatedAt, AccessEntryContent Content, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Whether the tags say that it is this owner's.</summary>
    public bool IsOf(Owner owner) => EntryTags.Read(Tags) is { } tags && tags.Owner == owner;
}
