namespace EksIamCdk.CdkApp.Tests;

/// <summary>What is read without a problem is synthesised: the constructs have nothing left to refuse.</summary>
public sealed class ReadableSpecTests
{
    private static readonly string s_samples = Path.Combine(Synthesis.Root, "tests", "Access.Tests", "samples");

    public static TheoryData<string> Samples => [.. Directory.GetFiles(s_samples, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_spec_without_problems_becomes_templates(string name)
    {
        var assembly = Synthesis.Assembly(File.ReadAllText(Path.Combine(s_samples, name)));

        Assert.True(File.Exists(Path.Combine(assembly, "AccessStack.template.json")));
    }
}
