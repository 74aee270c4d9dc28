using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>Corners of YAML 1.1 as go-yaml v2 reads it, beyond the vectors; found in its source.</summary>
public sealed class YamlReadingTests
{
    private const string Arn = "arn:aws:iam::111122223333:role/x";

    [Theory]
    [InlineData("[rolearn: x]", "x")]
    [InlineData("[? rolearn : x]", "x")]
    [InlineData("[{? rolearn : x, ? username, owner}]", "x")]
    [InlineData("- ? rolearn\n  : x\n", "x")]
    [InlineData("- ? rolearn\n  : x\n  ? username\n", "x")]
    [InlineData("- \"role\\\n  arn\": x\n", "")]
    [InlineData("- rolearn: \"a\\\n    b\"\n", "ab")]
    [InlineData("- rolearn: 'a\n\n\n    b'\n", "a\n\nb")]
    [InlineData("- rolearn: a\n    b\n\n    c\n", "a b\nc")]
    [InlineData("- rolearn: a\n    # comment ends it\n", "a")]
    [InlineData("- rolearn: 'a\u2028  b'\n", "a\u2028b")]
    [InlineData("- rolearn: \"\\0\\a\\b\\t\\v\\f\\r\\e\\N\\_\\L\\P\\U0001F419\"\n", "\0\a\b\t\v\f\r\u001B\u0085\u00A0\u2028\u2029🐙")]
    [InlineData("- rolearn: |2\n      a\n    b\n", "  a\nb\n")]
    [InlineData("- rolearn: |+1\n    a\n\n", " a\n\n")]
    [InlineData("- rolearn: |2-\n    a\n\n", "a")]
    [InlineData("- rolearn: >\n    a\n      b\n    c\n", "a\n  b\nc\n")]
    [InlineData("- rolearn: !!binary eA==\n", "x")]
    [InlineData("- rolearn: !!binary |\n    eA\n    ==\n", "x")]
    [InlineData("- rolearn: ! 5\n", "5")]
    [InlineData("- rolearn: !<tag:yaml.org,2002:str> 5\n", "5")]
    [InlineData("- rolearn: !caf%C3%A9 5\n", "5")]
    [InlineData("- rolearn: !!timestamp 2024-01-01\n", "2024-01-01")]
    [InlineData("- rolearn: &a !!str 5\n", "5")]
    [InlineData("- rolearn: !!str &a 5\n", "5")]
    [InlineData("%TAG ! tag:example.com,2000:\n---\n- rolearn: !x y\n", "y")]
    [InlineData("%YAML 1.1 # why not\n%TAG !e! tag:yaml.org,2002:\n---\n- rolearn: !e!str 5\n", "5")]
    [InlineData("%YAML 01.1\n---\n- rolearn: x\n", "x")]
    [InlineData("- {rolearn: x, <<: {rolearn: q}}\n", "q")]
    [InlineData("- {<<: [{rolearn: q}, {rolearn: z}]}\n", "q")]
    [InlineData("- {\"<<\": {rolearn: q}, rolearn: x}\n", "x")]
    [InlineData("- {! <<: {rolearn: q}}\n", "q")]
    [InlineData("- ro\u017Flearn: x\n  rolearn: q\n", "q")]
    [InlineData("- rolearn: x\n  weight: 0x1F\n  2: a\n  1.5: b\n  .inf: c\n  -0b11: d\n", "x")]
    [InlineData("- rolearn: x\n  owner: .inf\n  owner: mine\n", "x")]
    [InlineData("- rolearn: &me x\n- rolearn: *me\n", "x", "x")]
    [InlineData("- ? {rolearn: x}\n", "")]
    public void This_passes(string text, params string[] ids)
    {
        var reading = SectionReader.Read(Section.MapRoles, text);

        // A list or map as a key passes YAML, but no value can be made of it.
        if (ids is [""])
        {
            Assert.Empty(reading.Entries);
            return;
        }

        Assert.Null(reading.Fault);
        Assert.Equal(ids, reading.Entries.Select(entry => entry.Entry.Id));
    }

    [Theory]
    [InlineData("- rolearn: \"\\x4\"\n", 1, 15)]
    [InlineData("- rolearn: \"\\ud83d\"\n", 1, 15)]
    [InlineData("- rolearn: \"\\U00110000\"\n", 1, 15)]
    [InlineData("- rolearn: 'a\n---\n'\n", 1, 12)]
    [InlineData("- rolearn: |0\n   a\n", 1, 12)]
    [InlineData("- rolearn: |\n \ta\n", 2, 2)]
    [InlineData("- rolearn: a\n \tb\n", 2, 2)]
    [InlineData("- rolearn: !!int x\n", 1, 12)]
    [InlineData("- rolearn: !!bool x\n", 1, 12)]
    [InlineData("- rolearn: !!float x\n", 1, 12)]
    [InlineData("- rolearn: !!null x\n", 1, 12)]
    [InlineData("- rolearn: !!timestamp x\n", 1, 12)]
    [InlineData("- rolearn: !!binary '*'\n", 1, 12)]
    [InlineData("- rolearn: !e!x y\n", 1, 12)]
    [InlineData("- rolearn: !<x y\n", 1, 12)]
    [InlineData("- rolearn: !<> y\n", 1, 12)]
    [InlineData("- rolearn: !x{ y\n", 1, 12)]
    [InlineData("- rolearn: !%4 y\n", 1, 12)]
    [InlineData("- rolearn: !%80 y\n", 1, 12)]
    [InlineData("- rolearn: !%F8 y\n", 1, 12)]
    [InlineData("- rolearn: !%E2%82%41 y\n", 1, 12)]
    [InlineData("- rolearn: !%F0%9F%90%99%zz y\n", 1, 12)]
    [InlineData("%YAML 1\n---\n- a\n", 1, 8)]
    [InlineData("%YAML 1.222\n---\n- a\n", 1, 1)]
    [InlineData("%YAML 1.2\n---\n- a\n", 1, 1)]
    [InlineData("%YAML 1.1\n%YAML 1.1\n---\n- a\n", 2, 1)]
    [InlineData("%YAML 1.1 1\n---\n- a\n", 1, 11)]
    [InlineData("%TAG !e! x:\n%TAG !e! y:\n---\n- a\n", 2, 1)]
    [InlineData("%TAG e x:\n---\n- a\n", 1, 1)]
    [InlineData("%TAG !e x:\n---\n- a\n", 1, 1)]
    [InlineData("%TAG !e! {\n---\n- a\n", 1, 1)]
    [InlineData("%TAG !e! a{\n---\n- a\n", 1, 1)]
    [InlineData("%FOO bar\n---\n- a\n", 1, 1)]
    [InlineData("--- - a\n", 1, 5)]
    [InlineData("- a: ? b\n", 1, 6)]
    [InlineData("- [a: b: c]\n", 1, 8)]
    [InlineData("- [a,,b]\n", 1, 6)]
    [InlineData("- {a b: c, d\n", 2, 1)]
    [InlineData("- [a]]\n", 1, 6)]
    [InlineData("- a\n- &a\n- &b [*b]\n", 3, 7)]
    [InlineData("- {? {a: b} : c}\n", 1, 6)]
    [InlineData("- {18446744073709551615: x}\n", 1, 4)]
    [InlineData("- {<<: [a]}\n", 1, 9)]
    [InlineData("- a: {x: .nan}\n", 1, 10)]
    [InlineData("- - - .inf\n", 1, 7)]
    [InlineData("...\n", 1, 1)]
    public void This_loses_the_section_and_says_where(string text, int line, int column)
    {
        var fault = SectionReader.Read(Section.MapRoles, text).Fault;

        Assert.NotNull(fault);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("-9223372036854775808", true)]
    [InlineData("-9223372036854775809", true)]
    [InlineData("18446744073709551615", true)]
    [InlineData("+18446744073709551615", true)]
    [InlineData("0o17", true)]
    [InlineData("0b102", false)]
    [InlineData("0xFFFFFFFFFFFFFFFFFF", false)]
    [InlineData("1_000.5", true)]
    [InlineData("1.", true)]
    [InlineData(".5e1", true)]
    [InlineData("1e999", false)]
    [InlineData("+.", false)]
    [InlineData("1:30", false)]
    public void What_looks_like_a_number_is_no_username(string username, bool isNumber)
    {
        var entry = Assert.Single(SectionReader.Read(Section.MapRoles, $"- rolearn: {Arn}\n  username: '' \n  x: {username}\n  username: {username}\n").Entries).Entry;

        Assert.Equal(isNumber ? "" : username, entry.Username);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_text()
    {
        Assert.Equal(new SectionFault(2, 3, "the character U+D800 is not allowed, not even in a comment"), SectionReader.Read(Section.MapRoles, "- a\n- \uD800\n").Fault);
    }

    [Fact]
    public void A_control_character_in_ignored_text_harms_when_it_comes_in_with_what_is_read()
    {
        Assert.True(SectionReader.Read(Section.MapRoles, "- rolearn: x\n...\n\u0007").Lost);
        Assert.False(SectionReader.Read(Section.MapRoles, $"- rolearn: x\n...\n{new string('é', 600)}\u0007").Lost);
    }

    [Fact]
    public void Later_spellings_of_a_key_overlay_groups_item_by_item()
    {
        var entry = Assert.Single(SectionReader.Read(Section.MapRoles, "- rolearn: x\n  Groups: [a, b, c]\n  groups: [~, d]\n").Entries).Entry;

        Assert.Equal(["a", "d"], entry.Groups);
    }

    [Fact]
    public void Sso_takes_its_fields_from_every_spelling_and_null_takes_it_back()
    {
        const string Text = """
            - SSO: {permissionSetName: A, accountID: "111122223333", partition: aws-cn}
              sso: {PERMISSIONSETNAME: B, partition: ~}
            - {SSO: {permissionSetName: A}, sso: ~, rolearn: x}
            - sso: []
            """;

        var entries = SectionReader.Read(Section.MapRoles, Text).Entries;

        Assert.Equal(new SsoMatcher("B", "111122223333", "aws-cn"), entries[0].Entry.Sso);
        Assert.Equal(["", "x"], entries.Select(entry => entry.Entry.Id));
    }
}
