namespace EksIamCdk.Bench.Report;

/// <summary>A page of which one part is written by a program.</summary>
internal static class Page
{
    /// <summary>Replaces what is between the markers of that part, or adds the part at the end.</summary>
    public static void Write(string path, string part, string text)
    {
        var (begin, end) = ($"<!-- {part}: written by bench/{part} -->\n", $"<!-- end of {part} -->\n");
        var page = File.Exists(path) ? File.ReadAllText(path) : "";
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        var written = $"{begin}{text.TrimEnd('\n')}\n{end}";
        File.WriteAllText(path, from >= 0 && to > from ? page[..from] + written + page[(to + end.Length)..] : $"{page}{(page.Length > 0 ? "\n" : "")}{written}");
    }
}
