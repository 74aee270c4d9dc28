using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.AwsAuth.Editing;
using FsCheck;
using FsCheck.Fluent;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>What is read back of an edited text, beside a whole reading of it.</summary>
public sealed class RereadingTests
{
    private static readonly int Runs = 5 * int.Parse(Environment.GetEnvironmentVariable("EKSIAM_PROPERTY_RUNS") ?? "200", CultureInfo.InvariantCulture);

    private static readonly string[] Snippets =
    [
        "", " ", "  ", "\n", "\r\n", "\t", "- ", "-", "--- ", "---\n", "...\n", "# note", "#", "\"", "'", "[", "]", "{", "}", ",", ": ", ":", "? ", "&a ", "*a", "!!str ", "!x!y ",
        "%TAG !x! tag:\n", "|\n", ">-\n", "x", "null", ".inf", "<<: ", "\u0001", "\u2028", "é", "- rolearn: arn:aws:iam::1:role/x\n", "\n- {rolearn: y}\n", ", {\"rolearn\": \"z\"}",
    ];

    [Fact]
    public void Whatever_was_changed_in_a_text_it_is_read_back_as_by_a_whole_reading() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Runs),
        Prop.ForAll(SampleSections.Any, Changes.ToArbitrary(), (sample, change) =>
        {
            var before = SectionDocument.Read(sample.Section, sample.Text);
            var text = change.ApplyTo(sample.Text);
            var whole = SectionDocument.Read(sample.Section, text);

            var reread = Rereading.Of(before, text);

            if ((whole.Fault ?? whole.Tail) is { } fault)
            {
                Assert.Equal(fault, reread.Fault);
                return;
            }

            Assert.Equal(whole.Items.Select(item => item.Entry), Enumerable.Range(0, reread.Count).Select(reread.Entry));
            foreach (var (index, item) in whole.Items.Index())
                foreach (var (former, old) in before.Items.Index())
                    Assert.Equal(SourceOf(item, text) == SourceOf(old, sample.Text), reread.IsWrittenAs(index, former));
        }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_five_thousand_entries_an_edit_reads_back_what_changed_and_what_follows_it(bool flow)
    {
        var text = LargeSections.Roles(5000, flow);
        var before = SectionDocument.Read(Section.MapRoles, text);
        var wanted = new MappingEntry { Id = LargeSections.Arn(2500), Username = "new", Groups = ["viewers"] };

        foreach (var edit in new[]
        {
            SectionEditor.Upsert(Section.MapRoles, text, wanted),
            SectionEditor.Upsert(Section.MapRoles, text, wanted with { Id = "arn:aws:iam::999988887777:role/new" }),
            SectionEditor.Remove(Section.MapRoles, text, wanted.Id),
            SectionEditor.Remove(Section.MapRoles, text, LargeSections.Arn(1)),
            SectionEditor.Remove(Section.MapRoles, text, LargeSections.Arn(4999)),
        })
        {
            Assert.InRange(Rereading.Of(before, Assert.IsType<SectionEdit.Changed>(edit).Text).Read, 0, 3);
        }
    }

    private static string SourceOf(SectionItem item, string text) => text[item.Node.Dash.Offset..item.Node.End];

    private static readonly Gen<TextChange> Changes =
        from place in Gen.Choose(0, 1000)
        from cut in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 6)), (2, Gen.Choose(7, 90)))
        from count in Gen.Choose(1, 3)
        from put in Gen.Elements(Snippets).ListOf(count)
        select new TextChange(place, cut, string.Concat(put));

    private sealed record TextChange(int Permille, int Cut, string Put)
    {
        public string ApplyTo(string text)
        {
            var place = text.Length * Permille / 1000;
            return text[..place] + Put + text[Math.Min(text.Length, place + Cut)..];
        }
    }
}
