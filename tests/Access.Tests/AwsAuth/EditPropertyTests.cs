using System.Globalization;

using EksIamCdk.Access.AwsAuth;

using FsCheck;
using FsCheck.Fluent;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class EditPropertyTests
{
    /// <summary>A few hundred find nearly everything; set it higher when the generators or the editor change.</summary>
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("EKSIAM_PROPERTY_RUNS") ?? "200", CultureInfo.InvariantCulture);

    private static readonly MappingEntry Newcomer = new()
    {
        Id = "arn:aws:iam::444455556666:role/newcomer",
        Username = "new:{{SessionName}}",
        Groups = ["view", "yes"],
    };

    [Fact]
    public void Adding_and_removing_an_entry_gives_back_the_bytes() => ForAll(SampleSections.Any, sample =>
    {
        var added = Change(SectionEditor.Upsert(sample.Section, sample.Text, Newcomer));
        var removed = Change(SectionEditor.Remove(sample.Section, added.Text, Newcomer.Id));

        Assert.Equal(sample.Text, removed.Text);
        Assert.Equal(SectionReader.Read(sample.Section, sample.Text).Entries.Count == 0, removed.Emptied);
    });

    [Fact]
    public void Adopting_an_entry_and_putting_back_what_was_there_gives_back_the_bytes() => ForAll(SampleSections.Any, (sample, number) =>
    {
        if (sample.Pick(number) is not { } id) return;
        var adopted = Change(SectionEditor.Upsert(sample.Section, sample.Text, Newcomer with { Id = id }));
        var converged = Change(SectionEditor.Upsert(sample.Section, adopted.Text, Newcomer with { Id = id, Username = "other", Groups = [] }));

        Assert.Equal(sample.Text, Change(SectionEditor.Restore(sample.Section, adopted.Text, id, adopted.Displaced)).Text);
        Assert.Equal(sample.Text, Change(SectionEditor.Restore(sample.Section, converged.Text, id, adopted.Displaced)).Text);
    });

    [Fact]
    public void Two_that_adopted_give_back_the_bytes_last_in_first_out_and_what_was_in_force_in_any_order() => ForAll(SampleSections.Any, (sample, number) =>
    {
        if (sample.Pick(number) is not { } one || sample.Ids.FirstOrDefault(id => !Same(sample, id, one)) is not { } other) return;
        var first = Change(SectionEditor.Upsert(sample.Section, sample.Text, Newcomer with { Id = one }));
        var second = Change(SectionEditor.Upsert(sample.Section, first.Text, Newcomer with { Id = other }));

        var backwards = Change(SectionEditor.Restore(sample.Section, second.Text, other, second.Displaced));
        Assert.Equal(sample.Text, Change(SectionEditor.Restore(sample.Section, backwards.Text, one, first.Displaced)).Text);

        var forwards = Change(SectionEditor.Restore(sample.Section, second.Text, one, first.Displaced));
        forwards = Change(SectionEditor.Restore(sample.Section, forwards.Text, other, second.Displaced));
        Assert.Equal(InForce(sample.Text), InForce(forwards.Text));

        IEnumerable<MappingEntry> InForce(string text) => SectionReader.Read(sample.Section, text).Entries.Select(entry => entry.Entry)
            .GroupBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()).OrderBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase);
    });

    [Fact]
    public void Adopting_an_entry_that_says_the_same_takes_only_the_shadowed_ones_out() => ForAll(SampleSections.Any, (sample, number) =>
    {
        if (sample.Pick(number) is not { } id) return;
        var inForce = SectionReader.Read(sample.Section, sample.Text).Entries.Last(entry => Same(sample, entry.Entry.Id, id)).Entry;
        var found = SectionEditor.Find(sample.Section, sample.Text, id);
        var edit = SectionEditor.Upsert(sample.Section, sample.Text, inForce);

        if (edit is SectionEdit.Changed changed)
        {
            Assert.Equal(found, changed.Displaced);
            Assert.Equal(found[^1].Text.TrimEnd(), Assert.Single(SectionEditor.Find(sample.Section, changed.Text, id)).Text.TrimEnd());
            Assert.Equal(sample.Text, Change(SectionEditor.Restore(sample.Section, changed.Text, id, changed.Displaced)).Text);
        }
        else
        {
            Assert.IsType<SectionEdit.Unchanged>(edit);
            Assert.Single(found);
            Assert.IsType<SectionEdit.Unchanged>(SectionEditor.Restore(sample.Section, sample.Text, id, found));
        }
    });

    [Fact]
    public void Every_other_entry_reads_and_is_written_as_before() => ForAll(SampleSections.Any, (sample, number) =>
    {
        var id = sample.Pick(number) ?? Newcomer.Id;
        var upserted = Change(SectionEditor.Upsert(sample.Section, sample.Text, Newcomer with { Id = id })).Text;

        AssertOthersStay(sample, upserted, id);
        AssertOthersStay(sample, Change(SectionEditor.Remove(sample.Section, upserted, id)).Text, id);
    });

    [Fact]
    public void Editing_twice_is_editing_once() => ForAll(SampleSections.Any, (sample, number) =>
    {
        var wanted = Newcomer with { Id = sample.Pick(number) ?? Newcomer.Id };
        var upserted = Change(SectionEditor.Upsert(sample.Section, sample.Text, wanted)).Text;
        var removed = Change(SectionEditor.Remove(sample.Section, upserted, wanted.Id)).Text;

        Assert.IsType<SectionEdit.Unchanged>(SectionEditor.Upsert(sample.Section, upserted, wanted));
        Assert.IsType<SectionEdit.Unchanged>(SectionEditor.Remove(sample.Section, removed, wanted.Id));
    });

    [Fact]
    public void Whatever_a_value_holds_it_is_read_back_as_given() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Runs),
        Prop.ForAll(SampleSections.Any, SampleSections.Entry, (sample, wanted) =>
        {
            var added = Change(SectionEditor.Upsert(sample.Section, sample.Text, wanted)).Text;

            Assert.Equal(wanted, SectionReader.Read(sample.Section, added).Entries[^1].Entry);
        }));

    [Fact]
    public void Accounts_come_and_go_without_a_trace() => ForAll(SampleSections.Accounts, sample =>
    {
        var added = Change(SectionEditor.Upsert(Section.MapAccounts, sample.Text, new MappingEntry { Id = "000000000012" })).Text;

        Assert.Equal([.. sample.Ids, "000000000012"], SectionReader.Read(Section.MapAccounts, added).Entries.Select(entry => entry.Entry.Id));
        Assert.Equal(sample.Text, Change(SectionEditor.Remove(Section.MapAccounts, added, "000000000012")).Text);
    });

    private static void ForAll(Arbitrary<SampleSection> samples, Action<SampleSection> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(samples, property));

    private static void ForAll(Arbitrary<SampleSection> samples, Action<SampleSection, int> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Runs),
        Prop.ForAll(samples, Gen.Choose(0, 1000).ToArbitrary(), property));

    private static SectionEdit.Changed Change(SectionEdit edit) => Assert.IsType<SectionEdit.Changed>(edit);

    private static bool Same(SampleSection sample, string id, string other) => id.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static void AssertOthersStay(SampleSection sample, string text, string id)
    {
        var others = SectionReader.Read(sample.Section, sample.Text).Entries.Select(entry => entry.Entry).Where(entry => !Same(sample, entry.Id, id)).ToList();
        Assert.Equal(others, SectionReader.Read(sample.Section, text).Entries.Select(entry => entry.Entry).Where(entry => !Same(sample, entry.Id, id)));
        foreach (var other in others.Select(entry => entry.Id).Distinct())
        {
            Assert.Equal(Sources(sample.Text, other), Sources(text, other));
        }

        IEnumerable<string> Sources(string from, string other) => SectionEditor.Find(sample.Section, from, other).Select(item => item.Text.TrimEnd());
    }
}
