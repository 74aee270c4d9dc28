using EksIamCdk.Cli.Report;
using EksIamCdk.Inspection.Reporting;
using Microsoft.Playwright;

namespace EksIamCdk.Page.Tests;

/// <summary>
/// A page opened from a file, as people do. Whatever a test does with it: at its end, nothing may have been requested, and nothing complained about.
/// </summary>
[Collection(InChromium.Name)]
public abstract class PageTest(Chromium chromium) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");
    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<string> _complaints = [];
    private string _address = "";

    private protected IPage Page { get; private set; } = null!;

    /// <summary>What the browser complained about, and what the page asked anybody for.</summary>
    private protected IReadOnlyList<string> Complaints => _complaints;

    private protected ILocator Status => Page.Locator("#status");

    private protected ILocator Detail => Page.Locator("#detail");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var context in _contexts) await context.DisposeAsync();
        _folder.Delete(recursive: true);
        Assert.Empty(_complaints);
    }

    private protected Task OpenAsync(string example, string place = "") => OpenAsync(Clusters.Example(example), place);

    private protected async Task OpenAsync(AccessReport report, string place = "", BrowserNewContextOptions? options = null, string? before = null)
    {
        var path = Path.Combine(_folder.FullName, "report.html");
        await File.WriteAllTextAsync(path, ReportPage.Of(report));
        _address = new Uri(path).AbsoluteUri;
        var context = await chromium.Browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(20_000);
        _contexts.Add(context);
        Page = await context.NewPageAsync();
        Page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        Page.PageError += (_, error) => _complaints.Add($"error: {error}");
        Page.Request += (_, request) =>
        {
            if (request.Url.Split('#')[0] != _address) _complaints.Add($"request: {request.Url}");
        };
        if (before is not null) await Page.AddInitScriptAsync(before);
        await GoAsync(place);
    }

    private protected async Task GoAsync(string place)
    {
        // Another address, or Chromium only moves to another place in the same page.
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync($"{_address}#{place}");
    }

    /// <summary>Takes what was complained about, for a test that wants it.</summary>
    private protected IReadOnlyList<string> TakeComplaints()
    {
        List<string> taken = [.. _complaints];
        _complaints.Clear();
        return taken;
    }

    private protected ILocator Rows(string column) => Page.Locator($"#list-{column} .row");

    private protected ILocator Row(string column, string name) => Rows(column).Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) });

    /// <summary>The names in a list, in its order.</summary>
    private protected async Task<IReadOnlyList<string>> NamesAsync(string column) => await Page.Locator($"#list-{column} .row .name").AllTextContentsAsync();

    private protected async Task<string> PlaceAsync() => Uri.UnescapeDataString(await Page.EvaluateAsync<string>("location.hash"));
}
