using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>A section and what the authenticator made of it when it was asked: a line of <c>readings.jsonl</c>.</summary>
public sealed partial record RecordedReading(string Section, string Text, JsonElement Authenticator)
{
    private const int LongestText = 500;
    private const int MostOfASort = 330;
    private const string Signs = "\t\r\u0085\u2028\u2029\uFEFF%&*!|>\"'[{?#<~";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Default };

    public static IReadOnlyList<RecordedReading> All { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "readings.jsonl")).Select(line => JsonSerializer.Deserialize<RecordedReading>(line, s_json)!)];

    /// <summary>Of so many cases the most diverse: of each kind the shortest text, and as many kinds of each section, lost or read.</summary>
    public static void Record(string path, int from, int count)
    {
        var target = new ReadingTarget();
        var ofKind = new Dictionary<string, (int Number, string Text, (Section, bool) Sort)>();
        foreach (var number in Enumerable.Range(from, count))
        {
            var text = target.Input(number);
            if (text.Length > LongestText) continue;
            var reading = SectionReader.Read(SectionCase.SectionOf(number), text);
            if (ReadingTarget.IsBeyondUs(reading, text)) continue;
            var kind = KindOf(reading, text);
            if (!ofKind.TryGetValue(kind, out var known) || text.Length < known.Text.Length) ofKind[kind] = (number, text, (reading.Section, reading.Lost));
        }

        var chosen = ofKind.Values.GroupBy(of => of.Sort).SelectMany(sort => Spread([.. sort.OrderBy(of => of.Text.Length).ThenBy(of => of.Number)]))
            .OrderBy(of => of.Text.Length).ThenBy(of => of.Number);
        File.WriteAllLines(path, chosen.Select(of => JsonSerializer.Serialize(
            new RecordedReading(SectionCase.SectionOf(of.Number).Key(), of.Text, ReadingTarget.Asked(of.Text, of.Number)!.Value), s_json)));
    }

    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> items)
    {
        var count = Math.Min(MostOfASort, items.Count);
        return Enumerable.Range(0, count).Select(index => items[(int)((long)index * items.Count / count)]);
    }

    /// <summary>What is read, what is said about it, and which signs of YAML stand in it.</summary>
    private static string KindOf(SectionReading reading, string text)
    {
        var said = reading.Findings.Select(finding => finding.Message).Append(reading.Fault?.Message ?? "").Select(message => Particulars().Replace(message, "")).Distinct();
        var signs = string.Concat(Signs.Where(sign => text.Contains(sign, StringComparison.Ordinal)));
        return $"{reading.Section} {Math.Min(reading.Entries.Count, 3)} {string.Join('|', said)} {signs}";
    }

    [GeneratedRegex("\"[^\"]*\"|\\*\\S+|[0-9]+|'.'|arn:\\S+|U\\+\\w+|!!\\w+")]
    private static partial Regex Particulars();
}
