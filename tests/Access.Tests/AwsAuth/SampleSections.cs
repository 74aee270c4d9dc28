using System.Text;

using EksIamCdk.Access.AwsAuth;

using FsCheck;
using FsCheck.Fluent;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>A section as somebody may have written it, and the ids that occur in it.</summary>
public sealed record SampleSection(Section Section, string Text, IReadOnlyList<string> Ids)
{
    /// <summary>An id of the section, picked by a number; null if it has none.</summary>
    public string? Pick(int number) => Ids.Count == 0 ? null : Ids[number % Ids.Count];
}

/// <summary>Generates sections in the many styles that tools and people write.</summary>
public static class SampleSections
{
    private static readonly string[] Nasty =
    [
        "", " ", "yes", "No", "~", "null", "123", "0x1F", "1e3", ".inf", "2024-01-01", "{{SessionName}}", "system:node:{{EC2PrivateDNSName}}",
        "a: b", "a:", ":a", "#c", "a #b", "@x", "`x", "%x", "&a", "*a", "!t", "|", ">", "-", "- x", "---", "...", "?", "? x", "[a", "a]", "{a", "a}",
        "a,b", "'", "''", "\"", "\"\"", "\\", "\\n", "it's", "say \"x\"", "a\nb", "a\r\nb", "\n", "\t", "a\tb", "\u0000", "\u001B[0m", "\u0085",
        "\u00A0", "\u2028x", "\u202E", "\uFEFF", "\uFFFE", "Zoë", "開発", "🐙", "<<", "=", "a\n- rolearn: arn:aws:iam::111122223333:role/evil",
        "\", \"groups\": [\"system:masters\"", "'\n  groups: [system:masters]\n  x: '",
    ];

    public static Arbitrary<SampleSection> Any => Gen.OneOf(Block(), Flow()).ToArbitrary();

    public static Arbitrary<SampleSection> Accounts => Gen.OneOf(AccountLines(), AccountList()).ToArbitrary();

    /// <summary>Any text that is UTF-16 at all; half of them nasty on purpose.</summary>
    public static Gen<string> Value => Gen.OneOf(
        Gen.Elements(Nasty),
        Gen.Elements(Nasty).Two().Select(two => two.Item1 + two.Item2),
        ArbMap.Default.GeneratorFor<string?>().Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""))),
        Gen.Elements("admin", "dev:jane", "system:masters", "view"));

    public static Arbitrary<MappingEntry> Entry => (
        from username in Value
        from groups in Value.ListOf().Resize(4)
        select new MappingEntry { Id = "arn:aws:iam::444455556666:role/new", Username = username, Groups = [.. groups] }).ToArbitrary();

    private static Gen<bool> Sometimes => Gen.Elements(false, false, false, true);

    private static Gen<string> NewLine => Gen.Elements("\n", "\n", "\r\n", "\r");

    private static Gen<string> Comment => Gen.Elements("", "", "", "# somebody said so", "   #odd: [", "# - rolearn: 'old  ");

    /// <summary>Few, so that they occur more than once, and in several cases.</summary>
    private static Gen<string> Id(Section section) => Gen.Elements("a", "A", "b", "c", "Team-Admins").Select(name =>
        section == Section.MapRoles ? $"arn:aws:iam::111122223333:role/{name}" : $"arn:aws:iam::111122223333:user/{name}");

    private static Gen<Section> RolesOrUsers => Gen.Elements(Section.MapRoles, Section.MapUsers);

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text, Relaxed);

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Gen<string> Quoted(string text, bool inFlow) => Gen.Elements(0, 1, 2).Select(style => style switch
    {
        0 when text.All(character => char.IsAsciiLetterOrDigit(character) || "-:/".Contains(character)) && !char.IsAsciiDigit(text[0]) && !inFlow => text,
        1 => $"'{text}'",
        _ => $"\"{text}\"",
    });

    private static Gen<SampleSection> Block() =>
        from section in RolesOrUsers
        from newLine in NewLine
        from dashIndent in Gen.Elements(0, 0, 2, 3)
        from afterDash in Gen.Elements(" ", " ", "   ", newLine + new string(' ', dashIndent + 2))
        from groupIndent in Gen.Elements(0, 2, 4, -1)
        from ids in Id(section).ListOf().Resize(5)
        from items in Gen.CollectToList(ids, id => BlockItem(section, id, newLine, dashIndent, afterDash, groupIndent))
        from head in Gen.Elements("", "", "---" + newLine, "# head" + newLine, newLine, "\uFEFF", "%YAML 1.1" + newLine + "---" + newLine)
        from tail in Gen.Elements("", "", newLine, "# tail" + newLine, newLine + newLine, "   # far tail" + newLine + newLine)
        from cutEnd in Sometimes
        let text = ids.Count == 0 ? head + "# nobody" + newLine : head + string.Concat(items) + tail
        select new SampleSection(section, cutEnd ? text[..^newLine.Length] : text, [.. ids]);

    private static Gen<string> BlockItem(Section section, string id, string newLine, int dashIndent, string afterDash, int groupIndent)
    {
        var column = afterDash.Contains(newLine, StringComparison.Ordinal) ? dashIndent + 2 : dashIndent + 1 + afterDash.Length;
        var indent = new string(' ', column);
        var arnKey = section == Section.MapRoles ? "rolearn" : "userarn";
        return
            from key in Gen.Elements(arnKey, arnKey, arnKey.ToUpperInvariant(), $"\"{arnKey}\"")
            from arn in Quoted(id, inFlow: false)
            from username in Gen.Elements("admin", "'yes'", "\"{{SessionName}}\"", "system:node:{{EC2PrivateDNSName}}", "123", "", "|-" + newLine + indent + "  text", ">-" + newLine + indent + "  text" + newLine + newLine + indent + "  more")
            from groups in Gen.Elements("system:masters", "'a, b'", "view", "\"x\"").ListOf().Resize(3)
            from extra in Gen.Elements("", "", "userid: AIDA" + newLine, "owner: {team: [a, b]}" + newLine, "note: |" + newLine + indent + " - rolearn: no" + newLine)
            from inline in Gen.Elements("", "", " # inline", "  ")
            from inner in Comment
            from above in Comment
            from blank in Sometimes
            from groupsFirst in Sometimes
            let groupLines = groups.Count == 0 ? "groups: []" + newLine
                : groupIndent < 0 ? $"groups: [{string.Join(", ", groups)}]{inline}{newLine}"
                : $"groups:{inline}{newLine}{string.Concat(groups.Select(group => $"{indent}{new string(' ', groupIndent)}- {group}{newLine}"))}"
            let pairs = new[] { $"{key}: {arn}{inline}{newLine}", extra, $"username: {username}{newLine}", groupLines }.Where(pair => pair.Length > 0)
            let ordered = groupsFirst ? pairs.TakeLast(1).Concat(pairs.SkipLast(1)) : pairs
            let lines = string.Join(inner.Length > 0 ? inner.TrimEnd() + newLine + indent : indent, ordered)
            select $"{(above.Length > 0 ? above + newLine : "")}{(blank ? newLine : "")}{new string(' ', dashIndent)}-{afterDash}{lines}";
    }

    private static Gen<SampleSection> Flow() =>
        from section in RolesOrUsers
        from newLine in NewLine
        from open in Gen.Elements("", "", " ", newLine, newLine + "  ", newLine + "\t", newLine + "# first" + newLine + "  ")
        from json in Gen.Elements(true, false)
        from between in Gen.Elements("", " ", "  ", open)
        from close in Gen.Elements("", " ", newLine, newLine + "# last" + newLine)
        from ids in Id(section).ListOf().Resize(4)
        from items in Gen.CollectToList(ids, id => FlowItem(section, id, newLine, json))
        from comments in Gen.CollectToList(ids, _ => Gen.Elements("", "", "", " # about it"))
        from trailingComma in Sometimes
        from head in Gen.Elements("", "", "", "--- ", "# head" + newLine, " ")
        from tail in Gen.Elements("", newLine, newLine + "# tail", " # tail" + newLine)
        let parts = items.Select((item, index) => index == items.Count - 1
            ? item + (trailingComma ? "," : "") + (close.Contains(newLine, StringComparison.Ordinal) ? comments[index] : "")
            : item + "," + (between.StartsWith(newLine, StringComparison.Ordinal) ? comments[index] : ""))
        let text = $"{head}[{(ids.Count == 0 ? "" : open)}{string.Join(between, parts)}{close}]{tail}"
        select new SampleSection(section, text, [.. ids]);

    private static Gen<string> FlowItem(Section section, string id, string newLine, bool json)
    {
        var arnKey = section == Section.MapRoles ? "rolearn" : "userarn";
        return
            from inner in Gen.Elements("", " ", newLine + "    ", newLine + "\t\t")
            from groups in Gen.Elements("system:masters", "a, b", "view").ListOf().Resize(3)
            from username in Gen.Elements("admin", "yes", "{{SessionName}}")
            from extra in Sometimes
            let colon = json && inner.Length == 0 ? ":" : ": "
            let list = $"[{string.Join(inner.Contains(newLine, StringComparison.Ordinal) ? "," + inner + "  " : ", ", groups.Select(Json))}]"
            let pairs = new[] { (arnKey, Json(id)), ("username", Json(username)), ("groups", list) }
                .Concat(extra ? [("owner", json ? "{\"team\": 1}" : "{team: [a, b]}")] : Array.Empty<(string, string)>())
                .Select(pair => (json ? Json(pair.Item1) : pair.Item1) + colon + pair.Item2)
            let end = inner.Contains(newLine, StringComparison.Ordinal) ? inner[..^1] : ""
            select $"{{{inner}{string.Join("," + inner, pairs)}{end}}}";
    }

    private static Gen<SampleSection> AccountLines() =>
        from newLine in NewLine
        from ids in Gen.Elements("111122223333", "012345678901", "444455556666").ListOf().Resize(4)
        from items in Gen.CollectToList(ids, id => AccountItem(id))
        from indent in Gen.Elements("", "  ")
        from spaces in Gen.Elements(" ", "   ")
        from cutEnd in Sometimes
        let text = ids.Count == 0 ? "# none" + newLine : string.Concat(items.Select(item => indent + "-" + spaces + item + newLine))
        select new SampleSection(Section.MapAccounts, cutEnd ? text[..^newLine.Length] : text, [.. ids]);

    private static Gen<string> AccountItem(string id) =>
        from item in Gen.Elements(id, $"'{id}'", $"\"{id}\"")
        from comment in Gen.Elements("", "", " # ours")
        select item + comment;

    private static Gen<SampleSection> AccountList() =>
        from ids in Gen.Elements("111122223333", "012345678901").ListOf().Resize(4)
        from between in Gen.Elements("", " ", "\n  ")
        select new SampleSection(Section.MapAccounts, $"[{string.Join("," + between, ids.Select(Json))}]", [.. ids]);
}
