using System.Security.Cryptography;
using System.Text;
using EksIamCdk.Inspection.Reporting;

namespace EksIamCdk.Cli.Report;

/// <summary>
/// The page: one file that loads nothing. Its policy names the hashes of its own script and style, so that nothing else runs in it whatever the names in a
/// cluster say (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
/// </summary>
internal static class ReportPage
{
    private const string DataStart = """<script type="application/json" id="report-data">""";
    private const string DataEnd = "</script>";

    /// <summary>In the order in which they build on each other.</summary>
    private static readonly string[] s_scripts =
        ["elements", "levels", "model", "place", "list", "detail", "map", "matrix", "findings", "changes", "paper", "page"];

    public static string Of(AccessReport report)
    {
        var style = Part("report.css");
        var script = $"\"use strict\";\n(() => {{\n{string.Concat(s_scripts.Select(name => Part($"scripts/{name}.js")))}}})();\n";
        return Part("index.html")
            .Replace("{{policy}}", Policy(Hash(script), Hash(style)), StringComparison.Ordinal)
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal)
            // Last: nothing is looked for in what comes from a cluster.
            .Replace("{{data}}", ReportJson.Write(report), StringComparison.Ordinal);
    }

    /// <summary>The JSON in a page; null when it is no page of this command.</summary>
    public static string? DataOf(string page)
    {
        var start = page.IndexOf(DataStart, StringComparison.Ordinal);
        if (start < 0) return null;
        start += DataStart.Length;
        var end = page.IndexOf(DataEnd, start, StringComparison.Ordinal);
        return end < 0 ? null : page[start..end];
    }

    private static string Policy(string script, string style) =>
        $"default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Part(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"page/{name}")
            ?? throw new InvalidOperationException($"the page has no part {name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
