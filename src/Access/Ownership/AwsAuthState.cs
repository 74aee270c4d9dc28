using System.Text;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.AwsAuth.Editing;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership;

/// <summary>aws-auth on its way from what is live to what is to be written: each step gives the next state, or a refusal.</summary>
internal sealed record AwsAuthState
{
    // The limits of the API server: https://kubernetes.io/docs/concepts/configuration/configmap/ and TotalAnnotationSizeLimitB.
    private const int LongestData = 1024 * 1024;
    private const int LongestAnnotations = 256 * 1024;

    private readonly AwsAuthConfigMap _live;
    private readonly IReadOnlyDictionary<string, string?> _changed;
    private readonly Dictionary<Section, SectionDocument> _documents = [];

    private AwsAuthState(AwsAuthConfigMap live, Claims claims)
    {
        _live = live;
        _changed = new Dictionary<string, string?>();
        Claims = claims;
    }

    public Claims Claims { get; private init; }

    /// <returns>The state of now, or null when the claims cannot be read.</returns>
    public static AwsAuthState? Of(AwsAuthConfigMap live) => Claims.Read(live.Claims) is { } claims ? new(live, claims) : null;

    public string? Text(Section section) => _changed.TryGetValue(section.Key(), out var text) ? text : _live.Text(section);

    /// <summary>What a section says; each text is read once, however many steps ask.</summary>
    public SectionDocument Document(Section section)
    {
        if (!_documents.TryGetValue(section, out var document)) _documents[section] = document = SectionDocument.Read(section, Text(section));
        return document;
    }

    public AwsAuthState WithClaims(Claims claims) => this with { Claims = claims };

    /// <summary>The state after an edit that was not refused.</summary>
    public AwsAuthState After(Section section, SectionEdit edit, Func<Claims, Claims> next)
    {
        var claims = next(RememberEnd(section, RememberEmpty(section)));
        return edit is SectionEdit.Changed changed
            ? With(section, changed.Emptied ? WhenEmpty(section, changed.Text) : WithEnd(section, changed.Text, claims), claims)
            : WithClaims(claims);
    }

    /// <summary>The state with the whole text of a section as it once was.</summary>
    public AwsAuthState Rewritten(Section section, string? text, Func<Claims, Claims> next) => With(section, text, next(RememberEmpty(section)));

    /// <summary>Takes the entry out that is item number <paramref name="index"/>, and no other for the same principal.</summary>
    public AwsAuthStep Remove(EntryDeclaration entry, int index, Func<Claims, Claims> next) =>
        Step(entry.Section, SectionEditor.Remove(Document(entry.Section), entry.Entry.Id, index), next);

    /// <summary>Puts back what a claim replaced, in the place of item number <paramref name="index"/>, or of none.</summary>
    public AwsAuthStep Restore(Claim claim, int? index, Func<Claims, Claims> next) =>
        Step(claim.Section, SectionEditor.Restore(Document(claim.Section), claim.Id, claim.Previous!.Items, index), next);

    /// <summary>What has to be written to get from what is live to this state.</summary>
    public AwsAuthDecision Decide()
    {
        var data = _changed.Where(pair => pair.Value != _live.Data.GetValueOrDefault(pair.Key)).ToDictionary();
        var claims = Forgotten().Written();
        if (data.Count == 0 && claims == _live.Claims) return new AwsAuthDecision.Nothing();
        if (claims is null && Claims.Created && !_live.HasOtherContent && Result().All(IsNothing)) return new AwsAuthDecision.DeleteConfigMap();
        return WhatIsTooLarge(claims) is { } failure ? new AwsAuthDecision.Refuse(failure) : new AwsAuthDecision.Write(data, claims);
    }

    private AwsAuthStep Step(Section section, SectionEdit edit, Func<Claims, Claims> next) => edit is SectionEdit.Refused refused
        ? new AwsAuthStep.Refused(section, refused.Fault)
        : new AwsAuthStep.Done(After(section, edit, next));

    private AwsAuthState With(Section section, string? text, Claims claims) => new(_live, claims)
    {
        Changed = new Dictionary<string, string?>(_changed) { [section.Key()] = text },
    };

    private IReadOnlyDictionary<string, string?> Changed
    {
        init => _changed = value;
    }

    // A section without items may say so in ways that no edit could give back: absent, blank, a pair of quotes, null.
    private Claims RememberEmpty(Section section)
    {
        var claims = _live.Exists ? Claims : Claims with { Created = true };
        if (!Document(section).IsEmpty) return claims;
        return claims with { Empty = new Dictionary<string, string?>(claims.Empty) { [section.Key()] = Text(section) } };
    }

    private string? WhenEmpty(Section section, string text) => Claims.Empty.TryGetValue(section.Key(), out var before)
        && (text.Trim() is "" or "[]" || text == SectionEditor.FrameOf(section, before)) ? before : text;

    private Claims RememberEnd(Section section, Claims claims)
    {
        if (LastOfCut(Document(section)) is not { } last || claims.Of(section, last) is not null) return claims;
        return claims with { Ended = new Dictionary<string, string>(claims.Ended ?? new Dictionary<string, string>()) { [section.Key()] = last } };
    }

    // A text without a line break at its end keeps none when our item at its end goes; but only the item that had none before gives its own up.
    private string WithEnd(Section section, string text, Claims claims)
    {
        if (claims.Ended?.GetValueOrDefault(section.Key()) is not { } ended || LastOfCut(Document(section)) is not { } ours || Claims.Of(section, ours) is null) return text;
        var after = SectionDocument.Read(section, text);
        return LastOfCut(after) is { } last && claims.Of(section, last) is null && !section.IdComparer().Equals(last, ended)
            && SectionEditor.Occurrences(after, ours).Count == 0
            ? text + Lines.BreakOf(text)
            : text;
    }

    /// <summary>Whose item stands at the end of a text without a line break there; null for other texts.</summary>
    private static string? LastOfCut(SectionDocument document) =>
        document is { List.Flow: false, Items: [.., { Entry: { } last }] } && !Lines.EndsWithBreak(document.Text) ? last.Id : null;

    // How a section looked is of no use once nothing in it is claimed.
    private Claims Forgotten() => Claims with
    {
        Empty = Claims.Empty.Where(pair => IsClaimed(pair.Key)).ToDictionary(),
        Ended = Claims.Ended?.Where(pair => IsClaimed(pair.Key)).ToDictionary() is { Count: > 0 } ended ? ended : null,
    };

    private bool IsClaimed(string key) => Claims.Entries.Any(claim => claim.Section.Key() == key);

    private IEnumerable<KeyValuePair<string, string?>> Result() =>
        _live.Data.Where(pair => !_changed.ContainsKey(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).Concat(_changed);

    // Others may have taken out of a section all that was in it.
    private static bool IsNothing(KeyValuePair<string, string?> member) =>
        member.Value is null || (string.IsNullOrWhiteSpace(member.Value) && Enum.GetValues<Section>().Any(section => section.Key() == member.Key));

    private Failure? WhatIsTooLarge(string? claims)
    {
        var data = _live.BinaryDataBytes + Result().Sum(pair => Encoding.UTF8.GetByteCount(pair.Value ?? ""));
        var annotations = _live.OtherAnnotationBytes
            + (claims is null ? 0 : ObjectAnnotations.Claims.Length + Encoding.UTF8.GetByteCount(claims));
        var what = data > LongestData ? $"data of {data} bytes, where {LongestData} are the limit of a ConfigMap"
            : annotations > LongestAnnotations ? $"annotations of {annotations} bytes, where {LongestAnnotations} are the limit of an object"
            : null;
        return what is null ? null : new Failure(
            ErrorCode.TooLarge,
            $"aws-auth would have {what}.",
            "Nothing was changed; map fewer principals (several may share a role), or use access entries.");
    }
}

/// <summary>A step towards a decision.</summary>
internal abstract record AwsAuthStep
{
    public sealed record Done(AwsAuthState State) : AwsAuthStep;

    public sealed record Refused(Section Section, SectionFault Fault) : AwsAuthStep;
}
