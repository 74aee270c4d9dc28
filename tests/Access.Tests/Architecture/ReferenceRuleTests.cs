using System.Xml.Linq;

namespace EksIamCdk.Access.Tests.Architecture;

/// <summary>Nothing references upward, and the room that must stay pure has no way out: read from the project files.</summary>
public sealed class ReferenceRuleTests
{
    private static readonly string Root = FindRoot();

    /// <summary>For each project below src: the projects that it may reference.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Access"] = [],
        ["ClusterApi"] = ["Access"],
        ["MappingLambda"] = ["Access", "ClusterApi"],
        ["Constructs"] = ["Access"],
        ["CdkApp"] = ["Constructs", "Access"],
        ["Inspection"] = ["Access", "ClusterApi"],
        ["Sandbox"] = ["Access", "ClusterApi"],
        ["Cli"] = ["Sandbox", "Inspection", "ClusterApi", "Access"],
    };

    /// <summary>For each project that the Lambda's package is made of: the packages that it may have.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Access"] = ["YamlDotNet"],
        ["ClusterApi"] = [],
        ["MappingLambda"] = [],
    };

    public static TheoryData<string> SourceProjects => [.. ProjectsBelow("src").Select(NameOf)];

    public static TheoryData<string> LambdaProjects => [.. AllowedPackages.Keys];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_references_only_what_is_below_it(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"src/{project} has no place in the reference rule: give it one here and in the architecture");

        var references = Values(project, "ProjectReference", "Include").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(LambdaProjects))]
    public void What_the_Lambda_is_made_of_has_few_packages_and_compiles_ahead_of_time(string project)
    {
        Assert.Empty(Values(project, "PackageReference", "Include").Except(AllowedPackages[project]));
        Assert.Empty(Values(project, "FrameworkReference", "Include"));
        Assert.Equal("true", Load(project).Descendants("IsAotCompatible").Single().Value);
    }

    [Fact]
    public void Every_project_has_tests_and_nothing_in_src_references_tests()
    {
        var tested = ProjectsBelow("tests").Select(NameOf).ToHashSet(StringComparer.Ordinal);

        Assert.Subset(tested, Allowed.Keys.Select(project => $"{project}.Tests").ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(ProjectsBelow("src").SelectMany(path => Values(NameOf(path), "ProjectReference", "Include")),
            reference => reference.Contains("tests", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Root, "EksIamCdk.sln")).Replace('\\', '/');

        Assert.All([.. ProjectsBelow("src"), .. ProjectsBelow("tests")], path =>
            Assert.Contains(Path.GetRelativePath(Root, path).Replace('\\', '/'), solution, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Values(string project, string element, string attribute) =>
        Load(project).Descendants(element).Select(found => found.Attribute(attribute)?.Value ?? "");

    private static XDocument Load(string project) => XDocument.Load(Path.Combine(Root, "src", project, $"{project}.csproj"));

    private static IEnumerable<string> ProjectsBelow(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(Root, folder))
            .SelectMany(path => Directory.EnumerateFiles(path, "*.csproj"))
            .Order(StringComparer.Ordinal);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"EksIamCdk.sln is not above {AppContext.BaseDirectory}.");
    }
}
