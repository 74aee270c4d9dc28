using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CDK;

namespace EksIamCdk.Constructs.Tests.Snippets;

/// <summary>The snippet of a page of <c>docs/constructs</c>: the code between the markers of a file here, which is a stack of its own.</summary>
internal sealed partial class PageOfConstruct
{
    private const string Start = "// <snippet>\n";
    private const string End = "// </snippet>";
    private const string Fence = "```csharp\n";

    private static readonly string s_root = FindRoot();

    private PageOfConstruct(string construct)
    {
        Construct = construct;
        var file = File.ReadAllText(Path.Combine(SnippetFolder, $"{construct}Snippet.cs"));
        Code = file[(file.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..file.IndexOf(End, StringComparison.Ordinal)];
    }

    /// <summary>The constructs that have a snippet.</summary>
    public static IEnumerable<string> Constructs => Directory.EnumerateFiles(SnippetFolder, "*Snippet.cs")
        .Select(file => Path.GetFileName(file)[..^"Snippet.cs".Length]).Order(StringComparer.Ordinal);

    /// <summary>The constructs that have a page.</summary>
    public static IEnumerable<string> Pages => Directory.EnumerateFiles(PageFolder, "*.md")
        .Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    public string Construct { get; }

    public string Code { get; }

    /// <summary>What the page has in the place of the code; null where it has no place.</summary>
    public string? CodeOfPage => Place() is var (from, to) ? File.ReadAllText(Page)[from..to] : null;

    private static string SnippetFolder => Path.Combine(s_root, "tests", "Constructs.Tests", "Snippets");

    private static string PageFolder => Path.Combine(s_root, "docs", "constructs");

    private string Page => Path.Combine(PageFolder, $"{Construct}.md");

    public static PageOfConstruct Of(string construct) => new(construct);

    /// <summary>Puts the code into the page.</summary>
    public void UpdatePage()
    {
        if (Place() is not var (from, to)) return;
        var page = File.ReadAllText(Page);
        File.WriteAllText(Page, string.Concat(page.AsSpan(0, from), Code, page.AsSpan(to)));
    }

    /// <summary>Synthesises the stack, without publishing the function.</summary>
    public (JsonObject Template, JsonObject Assets) Synthesize()
    {
        var app = new App(new AppProps
        {
            AnalyticsReporting = false,
            Context = new Dictionary<string, object> { ["aws:cdk:bundling-stacks"] = Array.Empty<string>() },
        });
        var type = typeof(PageOfConstruct).Assembly.GetType($"Demo.{StackClass.Match(Code).Groups["name"].Value}", throwOnError: true)!;
        var stack = (Stack)Activator.CreateInstance(type, app, "Demo")!;
        var template = (JsonElement)JsonSerializer.SerializeToElement(Amazon.CDK.Assertions.Template.FromStack(stack).ToJSON());
        var assets = File.ReadAllText(Path.Combine(app.Synth().Directory, "Demo.assets.json"));
        return (JsonNode.Parse(template.GetRawText())!.AsObject(), JsonNode.Parse(assets)!.AsObject());
    }

    private (int From, int To)? Place()
    {
        if (!File.Exists(Page)) return null;
        var page = File.ReadAllText(Page);
        var from = page.IndexOf(Fence, StringComparison.Ordinal);
        return from < 0 ? null : (from + Fence.Length, page.IndexOf("```", from + Fence.Length, StringComparison.Ordinal));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"class (?<name>\w+)\s*(\(.*\))?\s*: Stack")]
    private static partial Regex StackClass { get; }
}
