using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>What an entry looks like that is added to sections of many styles, letter by letter.</summary>
public sealed class EditStyleTests
{
    private const string Id = "arn:aws:iam::1:role/new";

    private static readonly MappingEntry Newcomer = new() { Id = Id, Username = "dev:{{SessionName}}", Groups = ["view", "a b"] };

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t\n")]
    [InlineData("\"\"")]
    [InlineData("''\n")]
    [InlineData("``")]
    [InlineData("null\n")]
    [InlineData("~")]
    [InlineData("  null  \n")]
    public void A_section_that_says_nothing_is_begun_anew_and_can_be_emptied_again(string? text)
    {
        var added = Upsert(text, Newcomer);

        Assert.Equal($"- rolearn: {Id}\n  username: dev:{{{{SessionName}}}}\n  groups:\n    - view\n    - \"a b\"\n", added);
        Assert.Equal(new SectionEdit.Changed("", SectionEditor.Find(Section.MapRoles, added, Id), true), SectionEditor.Remove(Section.MapRoles, added, Id), Same);
    }

    [Theory]
    [InlineData("# nobody\n", "# nobody\n- rolearn: x\n  username: u\n  groups: []\n")]
    [InlineData("# nobody", "# nobody\n- rolearn: x\n  username: u\n  groups: []")]
    [InlineData("---\r\n", "---\r\n- rolearn: x\r\n  username: u\r\n  groups: []\r\n")]
    [InlineData("--- null\n", "--- \n- rolearn: x\n  username: u\n  groups: []\n")]
    [InlineData("# nobody\n  null\n# yet\n", "# nobody\n# yet\n- rolearn: x\n  username: u\n  groups: []\n")]
    [InlineData("null # yet\n", " # yet\n- rolearn: x\n  username: u\n  groups: []\n")]
    [InlineData("[]", "[{\"rolearn\":\"x\",\"username\":\"u\",\"groups\":[]}]")]
    [InlineData("[ ] # none\n", "[{\"rolearn\":\"x\",\"username\":\"u\",\"groups\":[]} ] # none\n")]
    public void Comments_markers_and_brackets_stay(string text, string expected) =>
        Assert.Equal(expected, Upsert(text, new MappingEntry { Id = "x", Username = "u" }));

    [Theory]
    [InlineData("- rolearn: a\n  groups:\n  - b\n", "- rolearn: x\n  username: u\n  groups:\n  - g\n")]
    [InlineData("  -   rolearn: a\n      groups:\n         -  b\n", "  -   rolearn: x\n      username: u\n      groups:\n         -  g\n")]
    [InlineData("-\n    rolearn: a\n    groups: [ b,c ]\n", "-\n    rolearn: x\n    username: u\n    groups: [ g ]\n")]
    [InlineData("- rolearn: \"a\"\n  username: 'b'\n  groups:\n  - \"c\"\n", "- rolearn: \"x\"\n  username: 'u'\n  groups:\n  - \"g\"\n")]
    [InlineData("- \"rolearn\": a\n  groups: ['c']\n", "- \"rolearn\": x\n  \"username\": u\n  \"groups\": ['g']\n")]
    [InlineData("- {rolearn: a, username: b, groups: [c, d]}\n", "- {rolearn: x, username: u, groups: [g]}\n")]
    [InlineData("- { rolearn: \"a\" }\n", "- { rolearn: \"x\", username: \"u\", groups: [\"g\"] }\n")]
    [InlineData("- rolearn: a\n- rolearn: b\n  groups: []\n", "- rolearn: x\n  username: u\n  groups:\n    - g\n")]
    [InlineData("- &a\n  rolearn: a\n", "-\n  rolearn: x\n  username: u\n  groups:\n    - g\n")]
    [InlineData("- word\n", "- rolearn: x\n  username: u\n  groups:\n    - g\n")]
    public void A_new_item_is_written_like_the_others(string text, string item) =>
        Assert.Equal(text + item, Upsert(text, new MappingEntry { Id = "x", Username = "u", Groups = ["g"] }));

    [Theory]
    [InlineData("[{\"rolearn\":\"a\"}]", "[{\"rolearn\":\"a\"},{\"rolearn\":\"x\",\"username\":\"u\",\"groups\":[\"g\"]}]")]
    [InlineData("[{\"rolearn\": \"a\", \"username\": \"b\"}]", "[{\"rolearn\": \"a\", \"username\": \"b\"}, {\"rolearn\": \"x\", \"username\": \"u\", \"groups\": [\"g\"]}]")]
    [InlineData("[\n\t{\n\t\t\"rolearn\": \"a\"\n\t}\n]\n", "[\n\t{\n\t\t\"rolearn\": \"a\"\n\t},\n\t{\n\t\t\"rolearn\": \"x\",\n\t\t\"username\": \"u\",\n\t\t\"groups\": [\"g\"]\n\t}\n]\n")]
    [InlineData("[{rolearn: a},]", "[{rolearn: a}, {rolearn: x, username: u, groups: [g]},]")]
    [InlineData("[\n  {rolearn: a} # why\n]", "[\n  {rolearn: a}, # why\n  {rolearn: x, username: u, groups: [g]}\n]")]
    [InlineData("[{rolearn: a} # why\n]", "[{rolearn: a}, # why\n {rolearn: x, username: u, groups: [g]}\n]")]
    [InlineData("[{rolearn: a}, # why\n]", "[{rolearn: a}, # why\n {rolearn: x, username: u, groups: [g]},\n]")]
    [InlineData("[rolearn: a]", "[rolearn: a, {rolearn: x, username: u, groups: [g]}]")]
    [InlineData("[word]", "[word,{\"rolearn\":\"x\",\"username\":\"u\",\"groups\":[\"g\"]}]")]
    public void A_new_item_in_brackets_is_written_like_the_others(string text, string expected)
    {
        Assert.Equal(expected, Upsert(text, new MappingEntry { Id = "x", Username = "u", Groups = ["g"] }));
        Assert.Equal(text, Changed(SectionEditor.Remove(Section.MapRoles, expected, "x")).Text);
    }

    [Theory]
    [InlineData(null, "- \"012345678901\"\n")]
    [InlineData("[]", "[\"012345678901\"]")]
    [InlineData("- 111122223333\n", "- 111122223333\n- \"012345678901\"\n")]
    [InlineData("  -   '111122223333'", "  -   '111122223333'\n  -   '012345678901'")]
    [InlineData("[111122223333, 1]", "[111122223333, 1, \"012345678901\"]")]
    [InlineData("- [a]\n", "- [a]\n- \"012345678901\"\n")]
    public void An_account_is_always_quoted(string? text, string expected) =>
        Assert.Equal(expected, Changed(SectionEditor.Upsert(Section.MapAccounts, text, new MappingEntry { Id = "012345678901" })).Text);

    private static string Upsert(string? text, MappingEntry entry) => Changed(SectionEditor.Upsert(Section.MapRoles, text, entry)).Text;

    private static SectionEdit.Changed Changed(SectionEdit edit) => Assert.IsType<SectionEdit.Changed>(edit);

    private static bool Same(SectionEdit one, SectionEdit other) =>
        one is SectionEdit.Changed a && other is SectionEdit.Changed b && a.Text == b.Text && a.Emptied == b.Emptied && a.Displaced.SequenceEqual(b.Displaced);
}
