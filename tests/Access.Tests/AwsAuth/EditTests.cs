using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class EditTests
{
    private static readonly MappingEntry Wanted = new() { Id = "a", Username = "new", Groups = ["g"] };

    [Fact]
    public void Only_the_lines_of_the_entry_change()
    {
        const string Text = "# head\n- rolearn: b   # first\n  UserName: 'b''s'\n\n# about a\n- rolearn: A\n  username: old # why\n  # inside\n# above c\n- {rolearn: c}\n# tail";

        var changed = Changed(SectionEditor.Upsert(Section.MapRoles, Text, Wanted));

        Assert.Equal(
            "# head\n- rolearn: b   # first\n  UserName: 'b''s'\n\n# about a\n- rolearn: a\n  username: new\n  groups:\n    - g\n  # inside\n# above c\n- {rolearn: c}\n# tail",
            changed.Text);
        Assert.Equal([new DisplacedItem { Text = "- rolearn: A\n  username: old # why\n", Index = 1, Below = 2, Before = "A" }], changed.Displaced);
        Assert.Equal(Text, Changed(SectionEditor.Restore(Section.MapRoles, changed.Text, "a", changed.Displaced)).Text);
    }

    [Fact]
    public void Shadowed_entries_go_and_come_back_to_their_places_among_comments()
    {
        const string Text = "# 1\n- rolearn: a\n# 2\n# 3\n- rolearn: b\n# 4\n- rolearn: A # x\n# 5\n- rolearn: a\n# 6\n- rolearn: c\n- rolearn: a\n  username: last";

        var changed = Changed(SectionEditor.Upsert(Section.MapRoles, Text, Wanted));

        Assert.Equal("# 1\n# 2\n# 3\n- rolearn: b\n# 4\n# 5\n# 6\n- rolearn: c\n- rolearn: a\n  username: new\n  groups:\n    - g", changed.Text);
        Assert.Equal([0, 2, 3, 5], changed.Displaced.Select(item => item.Index));
        Assert.Equal(Text, Changed(SectionEditor.Restore(Section.MapRoles, changed.Text, "a", changed.Displaced)).Text);
    }

    [Fact]
    public void A_place_is_found_again_when_others_have_moved_it()
    {
        const string Text = "- rolearn: b\n- rolearn: a\n- rolearn: c\n- rolearn: d\n- rolearn: a\n";

        var changed = Changed(SectionEditor.Upsert(Section.MapRoles, Text, Wanted));

        Assert.Equal(
            "- rolearn: 1\n- rolearn: 2\n" + Text,
            Changed(SectionEditor.Restore(Section.MapRoles, "- rolearn: 1\n- rolearn: 2\n" + changed.Text, "a", changed.Displaced)).Text);
        Assert.Equal(
            Text["- rolearn: b\n".Length..],
            Changed(SectionEditor.Restore(Section.MapRoles, changed.Text["- rolearn: b\n".Length..], "a", changed.Displaced)).Text);
    }

    [Fact]
    public void In_brackets_they_come_back_to_their_places_as_well()
    {
        const string Text = "[ # 1\n  {rolearn: a}, # 2\n  # 3\n  {rolearn: b}, {rolearn: A}, {rolearn: c}, # 4\n  # 5\n  {rolearn: a},\n  {rolearn: d}, {rolearn: a}, ]";

        var changed = Changed(SectionEditor.Upsert(Section.MapRoles, Text, Wanted));

        Assert.Equal("[ # 1\n  # 3\n  {rolearn: b}, {rolearn: c}, # 4\n  # 5\n  {rolearn: d}, {rolearn: a, username: new, groups: [g]}, ]", changed.Text);
        Assert.Equal(Text, Changed(SectionEditor.Restore(Section.MapRoles, changed.Text, "a", changed.Displaced)).Text);
    }

    [Theory]
    [InlineData("[{rolearn: b}, {rolearn: a}]", "[{rolearn: b}]")]
    [InlineData("[{rolearn: a}, {rolearn: b}]", "[{rolearn: b}]")]
    [InlineData("[{rolearn: a}, {rolearn: b}, {rolearn: A}, {rolearn: a}, ]", "[{rolearn: b}, ]")]
    [InlineData("[{rolearn: a}, {rolearn: a}]", "[]")]
    [InlineData("[\n  {rolearn: b}, # b\n  # above a\n  {rolearn: a}]", "[\n  {rolearn: b} # b\n  # above a\n]")]
    [InlineData("[\r\n  {rolearn: b},\r\n  {rolearn: a} # a\r\n]", "[\r\n  {rolearn: b}\r\n]")]
    [InlineData("- rolearn: a\n- rolearn: b\n- rolearn: a", "- rolearn: b")]
    [InlineData("- rolearn: b\r\n- rolearn: a", "- rolearn: b")]
    [InlineData("\uFEFF- rolearn: a\n- rolearn: b\n", "\uFEFF- rolearn: b\n")]
    [InlineData("# c\n- rolearn: a", "# c")]
    public void All_entries_with_the_id_are_removed(string text, string expected) =>
        Assert.Equal(expected, Changed(SectionEditor.Remove(Section.MapRoles, text, "a")).Text);

    [Fact]
    public void What_others_refer_to_stays_in_the_entry_under_another_key()
    {
        const string Block = "- rolearn: a\n  groups: &g\n  - x # why\n  - y\n  username: &u old\n- rolearn: b\n  username: *u\n  groups: *g\n";
        const string Flow = "[{\"rolearn\": \"a\", \"groups\": &g [x]}, {rolearn: b, groups: *g}]";

        Assert.Equal(
            "- rolearn: a\n  username: new\n  groups:\n  - g\n  kept-groups: &g\n  - x # why\n  - y\n  kept-username: &u old\n- rolearn: b\n  username: *u\n  groups: *g\n",
            Changed(SectionEditor.Upsert(Section.MapRoles, Block, Wanted)).Text);
        Assert.Equal(
            "[{\"rolearn\": \"a\", \"username\": \"new\", \"groups\": [g], \"kept-groups\": &g [x]}, {rolearn: b, groups: *g}]",
            Changed(SectionEditor.Upsert(Section.MapRoles, Flow, Wanted)).Text);
    }

    [Theory]
    [InlineData("- &e {rolearn: a}\n- {<<: *e, rolearn: b}\n", 1, 1)]
    [InlineData("- rolearn: c\n- rolearn: a\n  groups: &g [x]\n- {rolearn: b, groups: *g}\n", 2, 1)]
    [InlineData("- rolearn: b\n  username: |+\n    b\n- rolearn: a\n\n- rolearn: c\n", 4, 1)]
    [InlineData("- rolearn: b\n  note: |\n    b\n- rolearn: a\n    # would become text of the note\n- rolearn: c\n", 4, 1)]
    public void A_removal_that_would_change_what_others_say_is_refused(string text, int line, int column)
    {
        var fault = Assert.IsType<SectionEdit.Refused>(SectionEditor.Remove(Section.MapRoles, text, "a")).Fault;

        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.Contains("nothing was changed", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- rolearn: b\n  username: |\n    b")]
    [InlineData("- rolearn: b\n---\n- rolearn: c\n")]
    [InlineData("- rolearn: b\n...\n")]
    [InlineData("[]\n- rolearn: b\n")]
    [InlineData("- rolearn: 'b\n")]
    [InlineData("{}")]
    public void A_place_where_an_entry_cannot_be_added_without_harm_is_refused(string text) =>
        Assert.IsType<SectionEdit.Refused>(SectionEditor.Upsert(Section.MapRoles, text, Wanted));

    [Fact]
    public void Half_of_a_surrogate_pair_cannot_be_written() =>
        Assert.IsType<SectionEdit.Refused>(SectionEditor.Upsert(Section.MapRoles, "- rolearn: b\n", Wanted with { Username = "\uD83D" }));

    [Fact]
    public void Beside_ignored_text_nothing_is_written_but_what_is_right_already_is_left_alone()
    {
        const string Text = "- rolearn: a\n  username: new\n  groups: [g]\n...\n";

        Assert.IsType<SectionEdit.Unchanged>(SectionEditor.Upsert(Section.MapRoles, Text, Wanted));
        Assert.IsType<SectionEdit.Unchanged>(SectionEditor.Remove(Section.MapRoles, Text, "b"));
        Assert.Equal(4, Assert.IsType<SectionEdit.Refused>(SectionEditor.Remove(Section.MapRoles, Text, "a")).Fault.Line);
        Assert.Equal(4, Assert.IsType<SectionEdit.Refused>(SectionEditor.Restore(Section.MapRoles, Text, "a", [])).Fault.Line);
    }

    [Fact]
    public void A_lost_section_gives_no_items_and_takes_no_edit()
    {
        Assert.Empty(SectionEditor.Find(Section.MapRoles, "- a: b: c\n", "a"));
        Assert.False(SectionEditor.IsEmpty(Section.MapRoles, "- a: b: c\n"));
        Assert.True(SectionEditor.IsEmpty(Section.MapRoles, "# none"));
        Assert.IsType<SectionEdit.Refused>(SectionEditor.Remove(Section.MapRoles, "- a: b: c\n", "a"));
    }

    [Fact]
    public void What_does_not_fit_the_style_of_now_is_put_back_in_that_style()
    {
        DisplacedItem[] fromBlock = [new() { Text = "- rolearn: a\n  username: old\n", Index = 0 }];
        DisplacedItem[] fromFlow = [new() { Text = "{rolearn: a, username: old}", Index = 0 }];

        Assert.Equal(
            "[{\"rolearn\":\"a\",\"username\":\"old\",\"groups\":[]}]",
            Changed(SectionEditor.Restore(Section.MapRoles, "[{\"rolearn\":\"a\",\"username\":\"new\"}]", "a", fromBlock)).Text);
        Assert.Equal(
            "- rolearn: b\n- rolearn: a\n  username: old\n  groups: []\n",
            Changed(SectionEditor.Restore(Section.MapRoles, "- rolearn: b\n- rolearn: a\n", "a", fromFlow)).Text);
    }

    [Fact]
    public void What_cannot_be_understood_alone_any_more_is_not_put_back()
    {
        DisplacedItem[] former = [new() { Text = "- {<<: *gone, rolearn: a}\n", Index = 0 }];

        Assert.IsType<SectionEdit.Refused>(SectionEditor.Restore(Section.MapRoles, "- rolearn: a\n", "a", former));
    }

    [Fact]
    public void A_caller_that_is_no_identity_is_refused_and_a_mapping_has_real_equality()
    {
        var data = new Dictionary<string, string> { ["mapRoles"] = "- rolearn: arn:aws:iam::111122223333:role/x\n  groups: [a]\n" };
        var caller = new Caller { Arn = "arn:aws:sts::111122223333:assumed-role/x/s", SessionName = "s" };

        var mapped = Authenticator.Resolve(data, caller);

        Assert.IsType<Resolution.Refused>(Authenticator.Resolve(data, caller with { Arn = "arn:aws:s3:::x" }));
        Assert.Equal(mapped, Authenticator.Resolve(data, caller));
        Assert.Equal(mapped.GetHashCode(), Authenticator.Resolve(data, caller).GetHashCode());
        Assert.Equal((Section.MapRoles, 1), Assert.IsType<Resolution.Mapped>(mapped) is var found ? (found.Section, found.Because.Line) : default);
    }

    private static SectionEdit.Changed Changed(SectionEdit edit) => Assert.IsType<SectionEdit.Changed>(edit);
}
