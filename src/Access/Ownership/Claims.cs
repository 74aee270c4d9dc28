using System.Text.Json;
using System.Text.Json.Serialization;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Ownership;

/// <summary>The annotation <c>eks-iam-cdk/claims</c>: who owns which entry of aws-auth, and what each replaced.</summary>
internal sealed record Claims
{
    private const int CurrentVersion = 1;

    public static readonly Claims None = new() { Version = CurrentVersion };

    public required int Version { get; init; }

    /// <summary>Whether this project created the ConfigMap.</summary>
    public bool Created { get; init; }

    /// <summary>By section: its text when it held no item yet; null where the key was absent.</summary>
    public IReadOnlyDictionary<string, string?> Empty { get; init; } = new Dictionary<string, string?>();

    /// <summary>By section whose text had no line break at its end: the id of the last item then, which has one while ours come after it. Null where
    /// all have had one.</summary>
    public IReadOnlyDictionary<string, string>? Ended { get; init; }

    public IReadOnlyList<Claim> Entries { get; init; } = [];

    /// <returns>The claims, none where there is no annotation, or null when it cannot be read.</returns>
    public static Claims? Read(string? annotation)
    {
        if (annotation is null) return None;
        try
        {
            var claims = JsonSerializer.Deserialize(annotation, OwnershipJson.Compact.Claims);
            return claims?.Version == CurrentVersion ? claims : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>The annotation; null when nothing is claimed any more.</returns>
    public string? Written() => Entries.Count == 0 ? null : JsonSerializer.Serialize(this, OwnershipJson.Compact.Claims);

    public Claim? Of(Section section, string id) => Entries.FirstOrDefault(claim => claim.IsAbout(section, id));

    /// <summary>The same with this claim in place of the one for the same entry, or at the end.</summary>
    public Claims With(Claim claim)
    {
        var entries = Entries.ToList();
        var at = entries.FindIndex(existing => existing.IsAbout(claim.Section, claim.Id));
        if (at < 0) entries.Add(claim);
        else entries[at] = claim;
        return this with { Entries = entries };
    }

    public Claims Without(Claim claim) => this with { Entries = [.. Entries.Where(existing => !existing.IsAbout(claim.Section, claim.Id))] };
}

/// <summary>One claim: an entry as it was written, and whose it is.</summary>
/// <param name="Id">The ARN as it was written, or the account id.</param>
/// <param name="Previous">What the entry replaced; null when there was nothing.</param>
/// <param name="Formerly">The entry before its owner's last update of it, verbatim, where writing it anew would not give these bytes; else null.</param>
internal sealed record Claim(
    Section Section, string Id, string Username, IReadOnlyList<string> Groups, Owner Owner, PreviousEntry? Previous, DisplacedItem? Formerly = null)
{
    [JsonIgnore]
    public MappingEntry Written => new() { Id = Id, Username = Username, Groups = Groups };

    public static Claim For(EntryDeclaration declared, Owner owner, PreviousEntry? previous, DisplacedItem? formerly) =>
        new(declared.Section, declared.Entry.Id, declared.Entry.Username, declared.Entry.Groups, owner, previous, formerly);

    public bool IsAbout(Section section, string id) => Section == section && section.IdComparer().Equals(Id, id);

    /// <summary>Whether the owner claimed this entry before, somewhere down the chain of what was replaced.</summary>
    public bool Replaced(Owner owner) => Previous?.Claim is { } before && (before.Owner == owner || before.Replaced(owner));

    /// <summary>The entry as the owner had it before his last update, or before another took it over, verbatim; null when that is not known.</summary>
    public DisplacedItem? FormerOf(Owner owner) =>
        Owner == owner ? Formerly
        : Previous is { Items: [var item], Claim: { } before } && before.Owner == owner ? item
        : Previous?.Claim?.FormerOf(owner);

    /// <summary>The same claim, with the link of <paramref name="leaving"/> taken out of the chain of what was replaced.</summary>
    public Claim WithoutLink(Owner leaving) => Previous?.Claim switch
    {
        null => this,
        { } before when before.Owner == leaving => this with { Previous = before.Previous },
        { } before => this with { Previous = Previous with { Claim = before.WithoutLink(leaving) } },
    };
}

/// <summary>What an entry replaced.</summary>
/// <param name="Items">The verbatim items, each with its place.</param>
/// <param name="Claim">The claim that was on them; null when they were nobody's.</param>
internal sealed record PreviousEntry(IReadOnlyList<DisplacedItem> Items, Claim? Claim);
