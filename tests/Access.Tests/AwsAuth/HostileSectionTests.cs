using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>Sections made to do harm: they are read in linear time and small space, or lost.</summary>
public sealed class HostileSectionTests
{
    private const int Mebi = 1024 * 1024;

    private static readonly MappingEntry Newcomer = new() { Id = "arn:aws:iam::111122223333:role/new", Username = "u", Groups = ["g"] };

    public static TheoryData<string, string> Deep => new()
    {
        { "brackets", new string('[', Mebi) },
        { "braces", string.Concat(Enumerable.Repeat("[{a: ", Mebi / 5)) },
        { "dashes", string.Concat(Enumerable.Repeat("- ", Mebi / 2)) },
        { "keys", string.Concat(Enumerable.Range(0, 1400).Select(depth => $"{new string(' ', depth)}a:\n")) },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Deep_nesting_loses_the_section_and_not_the_process(string what, string text)
    {
        var edit = SectionEditor.Upsert(Section.MapRoles, text, Newcomer);

        Assert.Contains("nested", Assert.IsType<SectionEdit.Refused>(edit).Fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Nesting_that_somebody_may_have_written_passes()
    {
        var text = $"- rolearn: x\n  owner: {new string('[', 500)}{new string(']', 500)}\n";

        Assert.IsType<SectionEdit.Changed>(SectionEditor.Upsert(Section.MapRoles, text, Newcomer));
    }

    [Fact]
    public void Aliases_that_multiply_are_not_followed()
    {
        var text = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 30).Select(i => $"- &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        Assert.Contains("aliases", SectionReader.Read(Section.MapRoles, text).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_section_may_repeat_less_of_itself_than_a_small_one()
    {
        var small = Repeating(keys: 1000, times: 50);
        var large = Repeating(keys: 20_000, times: 25);

        Assert.False(SectionReader.Read(Section.MapRoles, small).Lost);
        Assert.Contains("aliases", SectionReader.Read(Section.MapRoles, large).Fault?.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Long => new()
    {
        { "a plain text", "- rolearn: " + new string('a', Mebi) },
        { "colons", "- rolearn: a" + string.Concat(Enumerable.Repeat(":a", Mebi / 2)) },
        { "line breaks", "- rolearn: |\n" + new string('\n', Mebi) },
        { "comments", string.Concat(Enumerable.Repeat("#\n", Mebi / 2)) },
        { "one entry many times", string.Concat(Enumerable.Repeat($"- rolearn: {Newcomer.Id}\n", Mebi / 50)) },
    };

    [Theory]
    [MemberData(nameof(Long))]
    public void A_mebibyte_of_anything_is_edited(string what, string text)
    {
        Assert.IsType<SectionEdit.Changed>(SectionEditor.Upsert(Section.MapRoles, text, Newcomer));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_forbidden_character_at_the_end_of_a_mebibyte_is_found()
    {
        var fault = SectionReader.Read(Section.MapRoles, $"- rolearn: x\n#{new string('é', Mebi)}\n\u0001").Fault;

        Assert.Equal((3, 1), (fault?.Line, fault?.Column));
    }

    [Fact]
    public void Ten_thousand_entries_are_edited()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"- rolearn: arn:aws:iam::111122223333:role/r{i}\n  groups: [a]\n"));
        var added = Assert.IsType<SectionEdit.Changed>(SectionEditor.Upsert(Section.MapRoles, text, Newcomer));

        Assert.Equal(text, Assert.IsType<SectionEdit.Changed>(SectionEditor.Remove(Section.MapRoles, added.Text, Newcomer.Id)).Text);
    }

    private static string Repeating(int keys, int times) =>
        $"- &a {{{string.Join(", ", Enumerable.Range(0, keys).Select(i => $"k{i}: v"))}}}\n" + string.Concat(Enumerable.Repeat("- {<<: *a}\n", times));
}
