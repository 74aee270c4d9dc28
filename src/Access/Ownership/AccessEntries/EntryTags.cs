using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>Who owns an access entry, and what it was before, in its tags.</summary>
/// <param name="Owner">Null when it is nobody's.</param>
/// <param name="Previous">What it replaced; null when there was nothing.</param>
internal sealed record EntryTags(Owner? Owner, EntryPrevious? Previous)
{
    private const string StackId = "eks-iam-cdk:owner";
    private const string LogicalId = "eks-iam-cdk:logical-id";
    private const string PreviousPart = "eks-iam-cdk:previous-";
    private const string First = PreviousPart + "1";
    private const string Nothing = "0:";

    // The value of a tag holds 256 letters, digits and some signs (https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html);
    // the first part begins with the number of parts.
    private const int LongestPart = 250;

    public static readonly EntryTags None = new(null, null);

    /// <returns>Null when they cannot be read.</returns>
    public static EntryTags? Read(IReadOnlyDictionary<string, string> tags)
    {
        var (stack, logicalId) = (tags.GetValueOrDefault(StackId), tags.GetValueOrDefault(LogicalId));
        if (stack is null && logicalId is null) return None;
        if (stack is null || logicalId is null) return null;
        var owner = new Owner(stack, logicalId);
        if (!tags.TryGetValue(First, out var first) || first == Nothing) return new EntryTags(owner, null);
        return ReadPrevious(first, tags) is { } previous ? new EntryTags(owner, previous) : null;
    }

    public static bool IsOurs(string key) => key is StackId or LogicalId || key.StartsWith(PreviousPart, StringComparison.Ordinal);

    public IReadOnlyDictionary<string, string> Written()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Owner is null) return tags;
        (tags[StackId], tags[LogicalId]) = (Owner.StackId, Owner.LogicalId);
        if (Previous is null) return tags;
        var text = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(Previous, OwnershipJson.Compact.EntryPrevious));
        var parts = text.Chunk(LongestPart).Select(part => new string(part)).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            var count = i == 0 ? string.Create(CultureInfo.InvariantCulture, $"{parts.Count}:") : "";
            tags[string.Create(CultureInfo.InvariantCulture, $"{PreviousPart}{i + 1}")] = count + parts[i];
        }

        return tags;
    }

    /// <summary>The tag that says with the owner's, in one call, that nothing was replaced: taking off what says otherwise is another call.</summary>
    public KeyValuePair<string, string>? NothingReplaced(IReadOnlyDictionary<string, string> live) =>
        Owner is not null && Previous is null && live.TryGetValue(First, out var first) && first != Nothing ? new(First, Nothing) : null;

    private static EntryPrevious? ReadPrevious(string first, IReadOnlyDictionary<string, string> tags)
    {
        if (first.Split(':', 2) is not [var count, var part] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var parts))
        {
            return null;
        }

        var text = new StringBuilder(part);
        for (var i = 2; i <= parts; i++)
        {
            if (!tags.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{PreviousPart}{i}"), out var next)) return null;
            text.Append(next);
        }

        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text.ToString()), OwnershipJson.Compact.EntryPrevious);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>What an access entry was before its owner came.</summary>
/// <param name="Content">What it said.</param>
/// <param name="Owner">Who owned it then; null when it was nobody's.</param>
/// <param name="Previous">What that owner had replaced in its turn.</param>
internal sealed record EntryPrevious(AccessEntryContent Content, Owner? Owner, EntryPrevious? Previous)
{
    public bool Holds(Owner owner) => Owner == owner || (Previous?.Holds(owner) ?? false);

    /// <summary>The same chain without the link of <paramref name="leaving"/>; null when nothing is left to put back.</summary>
    public EntryPrevious? Without(Owner leaving) => Owner == leaving ? Previous : this with { Previous = Previous?.Without(leaving) };
}
