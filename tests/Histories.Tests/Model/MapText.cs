using YamlDotNet.Serialization;

namespace EksIamCdk.Histories.Tests.Model;

/// <summary>The text of mapRoles: how others write it, and what of it is not theirs.</summary>
internal static class MapText
{
    private const string Arn = "arn:aws:iam::111122223333:role/";

    /// <summary>An entry as a person or a tool writes it.</summary>
    public static string ByHand(string role, string indent, string newLine) => string.Concat(
        $"{indent}- rolearn: {Arn}{role} # of others{newLine}",
        $"{indent}  username: {role}{newLine}",
        $"{indent}  groups: [{role}-group]{newLine}");

    /// <summary>An entry as EKS writes it for a node group.</summary>
    public static string OfNodeGroup(string role, string indent, string newLine) => string.Concat(
        $"{indent}- groups:{newLine}",
        $"{indent}  - system:bootstrappers{newLine}",
        $"{indent}  - system:nodes{newLine}",
        $"{indent}  rolearn: {Arn}{role}{newLine}",
        $"{indent}  username: system:node:{{{{EC2PrivateDNSName}}}}{newLine}");

    public static string ArnOf(string role) => Arn + role;

    public static string NewLineOf(string? text) => text?.Contains("\r\n", StringComparison.Ordinal) == true ? "\r\n" : "\n";

    /// <summary>By how much the items of a section are indented.</summary>
    public static string IndentOf(string? text) =>
        (text ?? "").Split('\n').Where(line => line.TrimStart(' ').StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line[..^line.TrimStart(' ').Length]).FirstOrDefault() ?? "";

    public static bool HasItems(string? text) => (text ?? "").Split('\n').Any(line => line.TrimStart(' ').StartsWith("- ", StringComparison.Ordinal));

    public static string Ended(string text, string newLine) => text.Length == 0 || text.EndsWith('\n') ? text : text + newLine;

    /// <summary>Where the lines of the entry for a role begin and end; null when there is none.</summary>
    public static (int From, int To)? Place(string text, string role)
    {
        var start = $"{IndentOf(text)}- ";
        var begins = new List<int>();
        for (var at = 0; at < text.Length; at = text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length)
        {
            if (text.AsSpan(at).StartsWith(start, StringComparison.Ordinal))
                begins.Add(at);
        }

        for (var i = 0; i < begins.Count; i++)
        {
            var to = i + 1 < begins.Count ? begins[i + 1] : text.Length;
            if (text[begins[i]..to].Split('\n').Any(line => line.TrimEnd().TrimEnd('"', '\'').EndsWith(Arn + role, StringComparison.Ordinal)))
                return (begins[i], to);
        }

        return null;
    }

    /// <returns>The text without what is of others; null when that is not there verbatim and in its order.</returns>
    public static string? Remainder(MapModel map, string? text)
    {
        var (rest, left) = (text ?? "", "");
        foreach (var lines in map.Slots.Where(slot => slot.ShowsForeign).Select(slot => slot.Foreign!.TrimEnd('\r', '\n')))
        {
            var at = rest.IndexOf(lines, StringComparison.Ordinal);
            if (at < 0)
                return null;
            left += rest[..at];
            rest = rest[(at + lines.Length)..];
        }

        return left + rest;
    }

    /// <summary>The entries that a text consists of: role, username and groups, in one line each.</summary>
    public static IReadOnlyList<string>? Entries(string text)
    {
        try
        {
            var items = new DeserializerBuilder().Build().Deserialize<List<Dictionary<string, object>>?>(text) ?? [];
            return [.. items.Select(item => Line((string)item["rolearn"], (string)item["username"], ((List<object>)item["groups"]).Cast<string>()))];
        }
        catch (Exception unreadable) when (unreadable is YamlDotNet.Core.YamlException or KeyNotFoundException or InvalidCastException)
        {
            return null;
        }
    }

    public static string Line(string arn, string username, IEnumerable<string> groups) => $"{arn} = {username} in {string.Join(", ", groups)}";
}
