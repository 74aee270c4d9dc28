using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>
/// One entry is declared in a map and withdrawn again: either that is refused, or the new text says exactly the wanted entry more, and the
/// bytes of before come back.
/// </summary>
internal sealed class EditTarget : IFuzzTarget
{
    private const string Stranger = "somebody: else's\n";

    private static readonly Owner s_owner = new("arn:aws:cloudformation:eu-central-1:111122223333:stack/dev/1", "Dev");

    public string Name => "edit";

    public int Share => 25;

    public string Input(int number) => SectionCase.Text(Name, number);

    public Verdict Judge(string text, int number)
    {
        var section = SectionCase.SectionOf(number);
        var dice = Dice.Of("edit choices", number);
        var before = SectionReader.Read(section, text);
        var wanted = OddEntries.Of(section, IdOf(section, before, dice), dice);
        var onConflict = dice.OneIn(3) ? OnConflict.Fail : OnConflict.Adopt;
        var live = new AwsAuthConfigMap { Data = new Dictionary<string, string> { [section.Key()] = text, ["other"] = Stranger }, HasOtherContent = true };

        switch (AwsAuthOwnership.Declare(live, new EntryDeclaration(section, wanted), s_owner, onConflict, formerly: null))
        {
            case AwsAuthDecision.Refuse refused:
                return before.Lost || refused.Failure.Code.ToString() is "EKSIAM030" or "EKSIAM031"
                    ? new Verdict(before.Lost ? "lost" : $"refused {refused.Failure.Code}")
                    : Verdict.Wrong($"refused: {refused.Failure.Reason}");
            case AwsAuthDecision.Write write:
                var after = After(live, write);
                return (WhatIsLost(section, before, wanted, after) ?? WhatDoesNotComeBack(section, live, before, wanted, after)) is { } failure
                    ? Verdict.Wrong(failure)
                    : new Verdict(write.Data.Count == 0 ? "claimed" : "written");
            case var other:
                return Verdict.Wrong($"declaring gives {other}");
        }
    }

    private static string IdOf(Section section, SectionReading before, Dice dice)
    {
        if (before.Entries.Count > 0 && !dice.OneIn(3))
        {
            var id = dice.Of(before.Entries).Entry.Id;
            if (id.Length > 0) return dice.OneIn(5) ? id.ToUpperInvariant() : id;
        }

        return section switch
        {
            Section.MapRoles => "arn:aws:iam::444455556666:role/newcomer",
            Section.MapUsers => "arn:aws:iam::444455556666:user/newcomer",
            _ => "000000000012",
        };
    }

    private static AwsAuthConfigMap After(AwsAuthConfigMap live, AwsAuthDecision.Write write)
    {
        var data = live.Data.ToDictionary();
        foreach (var (key, value) in write.Data)
        {
            data.Remove(key);
            if (value is not null) data[key] = value;
        }

        return live with { Data = data, Claims = write.Claims };
    }

    private static string? WhatIsLost(Section section, SectionReading before, MappingEntry wanted, AwsAuthConfigMap after)
    {
        if (after.Data["other"] != Stranger) return "another key of data was changed";
        var text = after.Text(section)!;
        var reading = SectionReader.Read(section, text);
        var comparer = section == Section.MapAccounts ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        bool IsOther(MappingEntry entry) => entry.Sso is not null || !comparer.Equals(entry.Id, wanted.Id);

        var ours = reading.Entries.Select(inForce => inForce.Entry).Where(entry => !IsOther(entry)).ToList();
        if (reading.Lost || ours.Count == 0 || !ours[^1].Equals(wanted) || (section != Section.MapAccounts && ours.Count > 1))
            return $"the wanted entry {wanted} is not read from\n{text}\n--- but {AuthenticatorReading.Shown(reading)}";
        if (!before.Entries.Select(inForce => inForce.Entry).Where(IsOther).SequenceEqual(reading.Entries.Select(inForce => inForce.Entry).Where(IsOther)))
            return $"entries of others changed, in\n{text}";
        return AuthenticatorProcess.IsHere && AuthenticatorProcess.Ask(section, text).Difference(reading) is { } difference ? $"{difference}, in\n{text}" : null;
    }

    private static string? WhatDoesNotComeBack(Section section, AwsAuthConfigMap live, SectionReading before, MappingEntry wanted, AwsAuthConfigMap after)
    {
        var declaration = new EntryDeclaration(section, wanted);
        if (AwsAuthOwnership.Declare(after, declaration, s_owner, OnConflict.Fail, declaration) is not AwsAuthDecision.Nothing) return "declaring twice is not declaring once";
        if (AwsAuthOwnership.Withdraw(after, new Owner(s_owner.StackId, "Other"), declaration) is not AwsAuthDecision.Nothing) return "another owner withdraws it";

        // An entry that says the very same, and has no claim, is taken for one of ours whose claim was lost: it goes.
        var inForce = before.Entries.LastOrDefault(entry => entry.Entry.Sso is null && entry.Entry.Id.Equals(wanted.Id, StringComparison.OrdinalIgnoreCase));
        if (inForce?.Entry.Equals(wanted) == true) return null;

        foreach (var declared in new[] { declaration, null })
        {
            if (AwsAuthOwnership.Withdraw(after, s_owner, declared) is not AwsAuthDecision.Write back) return "it is not withdrawn";
            var last = After(after, back);
            if (last.Claims is not null) return $"a claim stays: {last.Claims}";
            if (last.Text(section) != live.Text(section)) return $"the bytes do not come back:\n{live.Text(section)}\n--- was, then\n{after.Text(section)}\n--- was, but now is\n{last.Text(section)}";
        }

        return null;
    }
}
