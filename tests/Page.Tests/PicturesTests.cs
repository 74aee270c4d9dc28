using Microsoft.Playwright;

namespace EksIamCdk.Page.Tests;

/// <summary>The pictures of docs/images, taken anew with <c>EKSIAM_PICTURES=docs/images dotnet test tests/Page.Tests --filter Pictures</c>.</summary>
public sealed class PicturesTests(Chromium chromium) : PageTest(chromium)
{
    private const int Most = 200 * 1024;

    [Theory]
    [InlineData("report-light", ColorScheme.Light, 1280, 800, "view=map&node=principal:arn:aws:iam::111122223333:role/team/PaymentsLead")]
    [InlineData("report-dark", ColorScheme.Dark, 1280, 800, "view=matrix")]
    [InlineData("report-narrow", ColorScheme.Light, 390, 844, "view=map&node=principal:arn:aws:iam::111122223333:role/team/PaymentsLead")]
    public async Task A_picture_of_the_page_is_small_enough_for_the_documentation(string name, ColorScheme scheme, int width, int height, string place)
    {
        await OpenAsync(Clusters.Example("platform-teams"), place, new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

        var picture = await Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });

        Assert.InRange(picture.Length, 10 * 1024, Most);
        if (Environment.GetEnvironmentVariable("EKSIAM_PICTURES") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(Path.Combine(Clusters.Root, folder));
            await File.WriteAllBytesAsync(Path.Combine(Clusters.Root, folder, $"{name}.png"), picture);
        }
    }
}
