using System.Globalization;
using System.Text;
using EksIamCdk.Cli.Report;
using EksIamCdk.Inspection.Reporting;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

/// <summary>
/// 2,000 principals and 10,000 bindings. What is held is how much is drawn; how long it takes is measured in the page and told
/// (https://www.w3.org/TR/event-timing/), not asserted: a busy machine is no bug.
/// </summary>
public sealed class LargeReportTests(Chromium chromium, ITestOutputHelper output) : PageTest(chromium)
{
    private const string Observe = """
        window.events = [];
        new PerformanceObserver(list => events.push(...list.getEntries().map(entry => ({ name: entry.name, work: entry.processingEnd - entry.processingStart, shown: entry.duration }))))
          .observe({ type: "event", durationThreshold: 16, buffered: true });
        """;

    [Fact]
    public async Task It_stays_small_and_draws_only_what_is_seen()
    {
        var report = Clusters.Report(Clusters.Large());
        var size = Encoding.UTF8.GetByteCount(ReportPage.Of(report));
        Assert.True(size <= 5 * 1024 * 1024, string.Create(CultureInfo.InvariantCulture, $"the page has {size} bytes, at most 5 MB is asked for"));

        await OpenAsync(report, before: Observe);
        await Expect(Status).ToContainTextAsync("2,000 principals");
        await Tell("2,000 principals, 10,000 bindings: the page", $"{size / 1024} KB");
        await Tell("ready after opening", await Page.EvaluateAsync<string>("`${Math.round(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)} ms`"));
        await AssertFewRowsAsync();

        await Page.FocusAsync("#search");
        await Page.Keyboard.TypeAsync("engineer-0123", new() { Delay = 40 });
        await Expect(Rows("principal")).ToHaveCountAsync(1);
        await AssertFewRowsAsync();
        await TellEventsAsync("typing a search, a key");

        await Page.FillAsync("#search", "");
        await Expect(Status).ToContainTextAsync("2,000 principals");
        await Page.FocusAsync("#list-principal");
        for (var step = 0; step < 20; step++) await Page.Keyboard.PressAsync("PageDown");
        await AssertFewRowsAsync();
        await TellEventsAsync("a page down in a list");

        await Page.Keyboard.PressAsync("Enter");
        await Expect(Status).ToContainTextAsync("Engineer-");
        await AssertFewRowsAsync();
        await TellEventsAsync("following a principal");

        await Page.Locator("#views a").Filter(new() { HasText = "Matrix" }).ClickAsync();
        await Expect(Status).ToHaveTextAsync("2,000 principals by 201 places");
        await Page.FocusAsync(".grid");
        for (var step = 0; step < 10; step++) await Page.Keyboard.PressAsync("PageDown");
        Assert.InRange(await Page.Locator(".cell").CountAsync(), 50, 1000);
        await TellEventsAsync("the matrix, and a page down in it");
    }

    [Fact]
    public async Task Two_of_them_are_compared_and_the_page_stays_small()
    {
        var newer = Clusters.Large();
        var older = new Inspection.Snapshots.ClusterState
        {
            Name = newer.Name,
            Mode = newer.Mode,
            AccessEntries = newer.AccessEntries,
            Namespaces = newer.Namespaces,
            Roles = newer.Roles,
            Bindings = [.. newer.Bindings.Where((_, index) => index % 50 != 0)],
        };
        var (before, after) = (Clusters.Report(older), Clusters.Report(newer));
        var report = after with { Changes = ReportComparison.Of(before, after) };

        await OpenAsync(report, "view=changes");

        Assert.Equal(200, report.Changes.GrantsAdded.Count);
        await Expect(Page.Locator("#changes")).ToContainTextAsync("New grants200");
        Assert.True(Encoding.UTF8.GetByteCount(ReportPage.Of(report)) <= 5 * 1024 * 1024);
    }

    private async Task AssertFewRowsAsync()
    {
        foreach (var column in new[] { "principal", "identity", "grant", "role", "namespace" }) Assert.InRange(await Rows(column).CountAsync(), 0, 24);
    }

    private async Task TellEventsAsync(string what) => await Tell(what, await Page.EvaluateAsync<string>("""
        () => {
          const found = events.splice(0).filter(entry => ["keydown", "keypress", "input", "keyup", "click", "pointerdown"].includes(entry.name));
          const most = of => Math.round(Math.max(0, ...found.map(of)));
          return found.length === 0 ? "under 16 ms until it is seen" : `at most ${most(entry => entry.work)} ms of work, ${most(entry => entry.shown)} ms until it is seen`;
        }
        """));

    private async Task Tell(string what, string figure)
    {
        output.WriteLine($"{what}: {figure}");
        if (Environment.GetEnvironmentVariable("EKSIAM_PAGE_FIGURES") is { Length: > 0 } file) await File.AppendAllTextAsync(file, $"{what}: {figure}\n");
    }
}
