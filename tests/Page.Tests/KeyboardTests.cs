using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

/// <summary>Everything without a mouse.</summary>
public sealed class KeyboardTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Search_arrows_and_Enter_follow_the_chain_to_its_end_and_Escape_goes_back()
    {
        await OpenAsync("moving");

        await PressAsync("/");
        await Page.Keyboard.TypeAsync("team/developer");
        Assert.Equal("search", await FocusedAsync());
        await PressAsync("ArrowDown");
        Assert.Equal("list-principal", await FocusedAsync());
        Assert.Equal("Developer", await ActiveAsync("principal"));

        await PressAsync("Enter");
        Assert.Equal("list-identity", await FocusedAsync());
        Assert.Equal("developers", await ActiveAsync("identity"));
        await Expect(Detail.Locator("h2")).ToHaveTextAsync("Developer");

        await PressAsync("Enter");
        Assert.Equal("list-grant", await FocusedAsync());
        Assert.Equal("developers", await ActiveAsync("grant"));
        await Expect(Detail.Locator("h2")).ToHaveTextAsync("developers");

        await PressAsync("Enter");
        Assert.Equal(("list-role", "edit"), (await FocusedAsync(), await ActiveAsync("role")));

        await PressAsync("ArrowRight");
        Assert.Equal(("list-namespace", "shop"), (await FocusedAsync(), await ActiveAsync("namespace")));

        await PressAsync("Enter");
        await Expect(Detail.Locator("h2")).ToHaveTextAsync("shop");

        foreach (var before in new[] { "developers", "developers", "Developer" })
        {
            await PressAsync("Escape");
            await Expect(Detail.Locator("h2")).ToHaveTextAsync(before);
        }

        await PressAsync("Escape");
        await Expect(Detail.Locator("h2")).ToHaveTextAsync("At a glance");
        await PressAsync("Escape");
        await Expect(Page.Locator("#search")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Arrows_Home_and_End_move_in_a_list_and_Tab_leaves_it()
    {
        await OpenAsync("moving");
        await Page.FocusAsync("#list-principal");
        var names = await NamesAsync("principal");

        Assert.Equal(names[0], await ActiveAsync("principal"));
        await PressAsync("ArrowDown");
        await PressAsync("ArrowDown");
        Assert.Equal(names[2], await ActiveAsync("principal"));
        await PressAsync("End");
        Assert.Equal(names[^1], await ActiveAsync("principal"));
        await PressAsync("Home");
        await PressAsync("ArrowUp");
        Assert.Equal(names[0], await ActiveAsync("principal"));
        await PressAsync("Tab");
        Assert.Equal("list-identity", await FocusedAsync());
    }

    [Fact]
    public async Task The_matrix_is_walked_with_arrows_and_Enter_tells_why()
    {
        await OpenAsync("moving", "view=matrix&q=carol");
        await Page.FocusAsync(".grid");
        var shop = await Page.Locator(".head").AllTextContentsAsync() is var heads ? heads.ToList().IndexOf("shop") : -1;

        for (var step = 0; step < shop; step++) await PressAsync("ArrowRight");
        await PressAsync("Enter");

        await Expect(Detail.Locator("h2")).ToHaveTextAsync("carol in shop");
        await Expect(Detail).ToContainTextAsync("AmazonEKSViewPolicy");
        await PressAsync("Escape");
        await Expect(Detail.Locator("h2")).ToHaveTextAsync("At a glance");
    }

    [Fact]
    public async Task What_has_the_focus_is_seen_to_have_it()
    {
        await OpenAsync("moving");
        await Page.FocusAsync("#list-principal");
        await PressAsync("ArrowDown");

        Assert.Equal("solid", await Page.Locator("#list-principal .row.active").EvaluateAsync<string>("row => getComputedStyle(row).outlineStyle"));
        await PressAsync("/");
        Assert.Equal("solid", await Page.Locator("#search").EvaluateAsync<string>("field => getComputedStyle(field).outlineStyle"));
    }

    private Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    private Task<string> FocusedAsync() => Page.EvaluateAsync<string>("document.activeElement.id");

    /// <summary>The row that a screen reader is told of.</summary>
    private async Task<string> ActiveAsync(string column) =>
        await Page.Locator($"#{System.Text.RegularExpressions.Regex.Escape(await Page.Locator($"#list-{column}").GetAttributeAsync("aria-activedescendant") ?? "")} .name").TextContentAsync() ?? "";
}
