using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests;

public sealed class ProviderTemplateTests
{
    [Fact]
    public void The_plain_provider_template_is_current()
    {
        var file = Path.Combine(Root, "examples", "plain-cloudformation", "provider.template.json");
        var text = ProviderTemplate.Text();
        if (Updating) File.WriteAllText(file, text);

        Assert.True(text == File.ReadAllText(file), "it is not what the app makes; EKSIAM_UPDATE=1 dotnet test rewrites it");
    }
}
