using System.Text.RegularExpressions;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

/// <summary>The spec form on each page of <c>docs/constructs</c> is a spec.</summary>
public sealed partial class DocumentedSpecTests
{
    private static readonly string s_pages = Path.Combine(Repository.Root, "docs", "constructs");

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(s_pages, "*.md").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_spec_form_of_a_page_is_right(string page)
    {
        var specs = YamlBlock.Matches(File.ReadAllText(Path.Combine(s_pages, page))).Select(match => match.Groups["text"].Value);

        Assert.All(specs, spec => Assert.Empty(AccessSpec.Read(spec).Problems.Select(problem => problem.In(page))));
    }

    [GeneratedRegex("```yaml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock { get; }
}
