using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Page.Tests;

/// <summary>The saved clusters of examples/clusters.</summary>
public sealed class ExamplesTests(Chromium chromium) : PageTest(chromium)
{
    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateDirectories(Path.Combine(Clusters.Root, "examples", "clusters")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_page_joins_the_tables_of_a_report_to_the_grants_that_the_engine_finds(string example)
    {
        var state = Clusters.State(example);
        var known = new KnownPrincipals(state);
        await OpenAsync(Clusters.Report(state));

        foreach (var who in known.Iam)
        {
            await GoAsync($"view=map&node=principal:{Uri.EscapeDataString(who.Principal.ToString()!)}");
            var expected = who.Identity is null ? [] : new Rights(state, who.Identity).Paths.Select(NameOf).Distinct().Order(StringComparer.Ordinal).ToList();

            Assert.Equal(expected, (await NamesAsync("grant")).Distinct().Order(StringComparer.Ordinal));
        }
    }

    private static string NameOf(AccessPath path) => path switch
    {
        AccessPath.Masters => "system:masters",
        AccessPath.Policy policy => policy.Name,
        AccessPath.Binding binding => binding.Bound.Name,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
