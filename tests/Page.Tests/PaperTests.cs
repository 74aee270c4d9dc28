using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

public sealed class PaperTests(Chromium chromium) : PageTest(chromium)
{
    private const string Keep = "addEventListener('afterprint', () => window.printed = document.getElementById('paper').textContent)";

    [Fact]
    public async Task What_is_printed_is_all_that_the_search_leaves_and_nothing_to_click()
    {
        await OpenAsync(Clusters.Example("moving"), "view=map&q=team/developer", before: Keep);

        var pdf = await Page.PdfAsync();

        Assert.Equal("%PDF"u8, pdf.AsSpan(0, 4));
        var printed = await Page.EvaluateAsync<string>("window.printed");
        Assert.Contains("Principals (1 of ", printed, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/team/Developer", printed, StringComparison.Ordinal);
        Assert.Contains("edit in shop", printed, StringComparison.Ordinal);
        Assert.Contains("Findings", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("carol", printed[..printed.IndexOf("Findings", StringComparison.Ordinal)], StringComparison.Ordinal);
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(Page.Locator("main")).ToBeHiddenAsync();
        await Expect(Page.Locator("#bar")).ToBeHiddenAsync();
        await Expect(Page.Locator("#cluster-name")).ToBeVisibleAsync();
    }
}
