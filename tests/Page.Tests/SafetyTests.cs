using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

/// <summary>Names come from whoever may write to a cluster or an account: they are text, whatever they say.</summary>
public sealed class SafetyTests(Chromium chromium) : PageTest(chromium)
{
    [Theory]
    [InlineData("</script><img src=x onerror=hit=1>")]
    [InlineData("<script>hit=1</script><!--<script>")]
    [InlineData("\"><svg onload=hit=1>&lt;b&gt;'`${hit=1}")]
    [InlineData("{{script}} {{data}} {{style}} {{policy}}")]
    [InlineData("__proto__")]
    [InlineData("\u2028\u2029\u202e\u0000 ]]> --> *[x]# . : ")]
    public async Task A_hostile_name_is_shown_as_it_is_everywhere_and_does_nothing(string name)
    {
        await OpenAsync(Clusters.Hostile(name), before: "addEventListener('afterprint', () => window.printed = document.getElementById('paper').textContent)");

        Assert.Equal(name, await Page.Locator("#cluster-name").TextContentAsync());
        foreach (var column in new[] { "identity", "grant", "role", "namespace" })
        {
            await GoAsync("view=map&kind=all");
            await Rows(column).Locator("nth=-1").ClickAsync();
            await Expect(Rows(column).Locator("nth=-1")).ToHaveAttributeAsync("aria-selected", "true");
            Assert.Contains(name, await Detail.TextContentAsync(), StringComparison.Ordinal);
        }

        foreach (var view in new[] { "matrix", "findings", "changes" })
        {
            await Page.Locator("#views a").Filter(new() { HasText = view[1..] }).ClickAsync();
            await Expect(Page.Locator($"#{view}")).ToBeVisibleAsync();
            Assert.Contains(name, await Page.Locator($"#{view}").TextContentAsync(), StringComparison.Ordinal);
        }

        await Page.PdfAsync();
        Assert.Contains(name, await Page.EvaluateAsync<string>("window.printed"), StringComparison.Ordinal);
        Assert.Equal("undefined", await Page.EvaluateAsync<string>("typeof window.hit"));
        Assert.Equal(0, await Page.Locator("img, iframe, object, embed, link, svg:not(.lines), main script").CountAsync());
        Assert.Equal(2, await Page.Locator("script").CountAsync());
    }

    [Fact]
    public async Task Nothing_can_be_loaded_or_run_in_the_page_even_by_a_mistake_of_its_own()
    {
        await OpenAsync("clean");
        var blocked = new List<string>();
        Page.RequestFailed += (_, request) => { if (request.Failure == "csp") blocked.Add($"request: {request.Url}"); };

        // HTML from text is refused altogether, so that no name can ever become any.
        await Assert.ThrowsAsync<PlaywrightException>(() => Page.EvaluateAsync("document.getElementById('main').innerHTML = '<b>x</b>'"));
        await Page.EvaluateAsync("""
            () => {
              const script = document.createElement("script");
              try { script.text = "window.hit = 1"; } catch { script.append("window.hit = 1"); }
              try { document.body.append(script); } catch { }
              const style = document.createElement("style");
              style.append("body { opacity: 0 }");
              document.head.append(style);
              const image = new Image();
              image.src = "https://example.invalid/image.png";
              document.body.append(image);
            }
            """);
        var refused = await Page.EvaluateAsync<bool>("fetch('https://example.invalid/').then(() => false, () => true)");

        Assert.True(refused);
        Assert.Equal("undefined", await Page.EvaluateAsync<string>("typeof window.hit"));
        Assert.Equal("1", await Page.EvaluateAsync<string>("getComputedStyle(document.body).opacity"));
        var complaints = TakeComplaints();
        Assert.NotEmpty(complaints);
        Assert.Empty(complaints.Where(complaint => complaint.StartsWith("request:", StringComparison.Ordinal)).Except(blocked));
    }
}
