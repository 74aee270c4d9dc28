using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs.Tests.Package;

public sealed class FunctionSourcesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("eks-iam-cdk-sources-").FullName;

    public FunctionSourcesTests()
    {
        foreach (var file in new[]
        {
            "src/Access/A.cs", "src/ClusterApi/C.cs", "src/MappingLambda/MappingLambda.csproj", "Directory.Build.props", "Directory.Packages.props", "global.json",
        })
        {
            Write(file, file);
        }
    }

    [Fact]
    public void The_sources_are_found_from_any_folder_below_the_root() =>
        Assert.Equal(_root, FunctionSources.Find(Path.Combine(_root, "src", "ClusterApi")).Root);

    [Fact]
    public void Without_sources_it_says_what_to_do() =>
        Assert.Contains(
            "give its folder as PackageDirectory",
            Assert.Throws<InvalidOperationException>(() => FunctionSources.Find(Path.GetTempPath())).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_hash_changes_with_a_source_and_not_with_what_a_build_leaves_behind()
    {
        var before = FunctionSources.Find(_root).Hash(Packaging.ReadyToRun);

        Write("src/Access/obj/project.assets.json", "{}");
        Write("src/Access/bin/Debug/Access.dll", "binary");
        Assert.Equal(before, FunctionSources.Find(_root).Hash(Packaging.ReadyToRun));

        Write("src/Access/A.cs", "changed");
        var changed = FunctionSources.Find(_root).Hash(Packaging.ReadyToRun);
        Assert.NotEqual(before, changed);

        File.Move(Path.Combine(_root, "src/Access/A.cs"), Path.Combine(_root, "src/Access/B.cs"));
        Assert.NotEqual(changed, FunctionSources.Find(_root).Hash(Packaging.ReadyToRun));
    }

    [Fact]
    public void The_hash_tells_what_is_made_of_the_sources() =>
        Assert.NotEqual(FunctionSources.Find(_root).Hash(Packaging.ReadyToRun), FunctionSources.Find(_root).Hash(Packaging.NativeAot));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string path, string content)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
