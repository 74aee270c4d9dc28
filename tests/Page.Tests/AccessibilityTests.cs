using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

/// <summary>Names, roles, contrast and the rest that axe-core knows (https://github.com/dequelabs/axe-core), in every view, light and dark, wide and narrow.</summary>
public sealed class AccessibilityTests(Chromium chromium) : PageTest(chromium)
{
    private static readonly string[] s_places =
    [
        "view=map", "view=map&node=principal:arn:aws:iam::111122223333:role/team/Developer", "view=map&q=nothing-has-this-name",
        "view=matrix", "view=matrix&node=principal:arn:aws:iam::111122223333:role/team/Developer&in=shop", "view=findings", "view=changes",
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 390, 844)]
    public async Task Axe_finds_nothing(ColorScheme scheme, int width, int height)
    {
        var older = Clusters.Example("legacy-config-map");
        var newer = Clusters.Example("moving");
        var report = newer with { Changes = Inspection.Reporting.ReportComparison.Of(older, newer), Unread = [new("list secrets", "forbidden", "what is in them")] };
        await OpenAsync(report, options: new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var axe = await File.ReadAllTextAsync(Path.Combine(Clusters.Root, "node_modules", "axe-core", "axe.min.js"));

        var found = new List<string>();
        foreach (var place in s_places)
        {
            await GoAsync(place);
            await Page.EvaluateAsync($"() => {{ {axe}\n; window.axe = axe; }}");
            found.AddRange((await Page.EvaluateAsync<string[]>("""
                async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
                  .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.target} ${node.failureSummary}`))
                """)).Select(violation => $"{place}: {violation}"));
        }

        Assert.Empty(found);
    }

    [Fact]
    public async Task Dark_and_light_are_those_of_the_system_until_the_switch_says_otherwise()
    {
        await OpenAsync(Clusters.Example("clean"), options: new() { ColorScheme = ColorScheme.Dark });
        var button = Page.GetByRole(AriaRole.Button, new() { Name = "Dark" });

        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        var dark = await GroundAsync();
        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "false");
        var light = await GroundAsync();

        Assert.NotEqual(dark, light);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.Equal(light, await GroundAsync());

        Task<string> GroundAsync() => Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }

    [Fact]
    public async Task Nothing_moves_for_those_who_ask_for_that()
    {
        await OpenAsync(Clusters.Example("clean"), options: new() { ReducedMotion = ReducedMotion.Reduce });

        Assert.True(await Page.EvaluateAsync<bool>("[...document.querySelectorAll('*')].every(one => getComputedStyle(one).transitionDuration === '0s' && getComputedStyle(one).animationName === 'none')"));
    }
}
