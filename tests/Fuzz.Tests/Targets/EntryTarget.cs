using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>Whatever text a username or group is, in whatever style a section is written: it is read back as exactly that text.</summary>
internal sealed class EntryTarget : IFuzzTarget
{
    private const string Id = "arn:aws:iam::444455556666:role/newcomer";

    private static readonly IReadOnlyList<string> s_readable = [.. Corpus.Sections[Section.MapRoles].Where(text => SectionEditor.Upsert(Section.MapRoles, text, new MappingEntry { Id = Id }) is SectionEdit.Changed)];

    public string Name => "entry";

    public int Share => 10;

    public string Input(int number)
    {
        var dice = Dice.Of(Name, number);
        return TextMutator.Mutated(OddEntries.Text(dice), dice, OddTexts.Scalars);
    }

    public Verdict Judge(string text, int number)
    {
        var dice = Dice.Of("entry choices", number);
        var before = dice.Of(s_readable);
        var wanted = new MappingEntry { Id = Id, Username = dice.OneIn(2) ? text : OddEntries.Text(dice), Groups = [text, OddEntries.Text(dice)] };
        if (SectionEditor.Upsert(Section.MapRoles, before, wanted) is not SectionEdit.Changed { Text: var after }) return Verdict.Wrong($"{wanted} cannot be written into\n{before}");

        var reading = SectionReader.Read(Section.MapRoles, after);
        if (!reading.Entries.Select(inForce => inForce.Entry).SequenceEqual([.. SectionReader.Read(Section.MapRoles, before).Entries.Select(inForce => inForce.Entry), wanted]))
            return Verdict.Wrong($"{wanted} is read as {AuthenticatorReading.Shown(reading)} from\n{after}");
        return AuthenticatorProcess.IsHere && AuthenticatorProcess.Ask(Section.MapRoles, after).Difference(reading) is { } difference
            ? Verdict.Wrong($"{difference}, in\n{after}")
            : new Verdict("written");
    }
}
