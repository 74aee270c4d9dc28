using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

public sealed class MatrixTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task It_says_how_much_each_principal_may_do_in_each_namespace()
    {
        await OpenAsync("moving", "view=matrix");

        // The whole cluster, then by name: billing, …, shop.
        var heads = (await Page.Locator(".head").AllTextContentsAsync()).ToList();
        Assert.Equal("whole cluster", heads[0]);
        Assert.Equal("everything", await CellAsync("PlatformAdmin", "whole cluster"));
        Assert.Equal("everything", await CellAsync("PlatformAdmin", "shop"));
        Assert.Equal("edit", await CellAsync("Developer", "shop"));
        Assert.Equal("–", await CellAsync("Developer", "billing"));
        Assert.Equal("view", await CellAsync("carol", "shop"));
        Assert.Equal("–", await CellAsync("carol", "whole cluster"));
        Assert.Equal("view", await CellAsync("Auditor", "billing"));

        async Task<string?> CellAsync(string principal, string place)
        {
            var line = Page.Locator(".line").Filter(new() { Has = Page.GetByText(principal, new() { Exact = true }) });
            return await line.Locator(".cell").Nth(heads.IndexOf(place)).TextContentAsync();
        }
    }

    [Fact]
    public async Task A_cell_tells_because_of_what_and_leads_to_the_map()
    {
        await OpenAsync("moving", "view=matrix&q=auditor");

        await Page.Locator(".cell").First.ClickAsync();

        await Expect(Detail.Locator("h2")).ToHaveTextAsync("Auditor in the whole cluster");
        await Expect(Detail).ToContainTextAsync("auditors → auditors → view");
        await Detail.GetByText("Show it in the map").ClickAsync();
        await Expect(Page.Locator("#map")).ToBeVisibleAsync();
        await Expect(Row("principal", "Auditor")).ToHaveAttributeAsync("aria-selected", "true");
    }

    [Fact]
    public async Task The_name_of_a_namespace_leaves_its_column()
    {
        await OpenAsync("moving", "view=matrix");

        await Page.FillAsync("#search", "shop");

        await Expect(Status).ToHaveTextAsync("9 principals by 1 place");
        await Expect(Page.Locator(".head")).ToHaveTextAsync(["shop"]);
    }
}
