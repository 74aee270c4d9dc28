using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests;

public sealed class PackageTests
{
    [Fact]
    public void A_fresh_project_with_nothing_but_the_package_synthesises_with_the_function_of_the_package()
    {
        var folder = Directory.CreateTempSubdirectory("eks-iam-cdk-fresh-").FullName;
        // The build around is left as it is.
        var artifacts = Path.Combine(folder, "artifacts");
        Dotnet(Root, [], "pack", "src/Constructs", "--configuration", "Release", "--output", Path.Combine(folder, "feed"), "--artifacts-path", artifacts);
        Directory.Delete(artifacts, recursive: true);
        foreach (var file in new[] { "Program.cs", "CSharp.csproj" })
        {
            File.Copy(Path.Combine(Root, "examples", "csharp", file), Path.Combine(folder, file));
        }

        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            """<configuration><packageSources><clear /><add key="feed" value="feed" /></packageSources></configuration>""");
        var restored = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var assembly = Path.Combine(folder, "cdk.out");
        // Nothing is fetched, and the package itself is not taken for one of an earlier test, which has the same version.
        Dotnet(
            folder,
            [("NUGET_PACKAGES", Path.Combine(folder, "packages")), ("RestoreFallbackFolders", restored), ("CDK_OUTDIR", assembly)],
            "run", "--project", "CSharp.csproj");

        var assets = JsonNode.Parse(File.ReadAllText(Path.Combine(assembly, "Access.assets.json")))!["files"]!.AsObject();
        var zip = assets.Select(asset => asset.Value!["source"]!["path"]!.GetValue<string>())
            .Single(path => path.EndsWith(".zip", StringComparison.Ordinal));
        using (var package = ZipFile.OpenRead(Path.Combine(assembly, zip)))
        {
            Assert.Contains("MappingLambda.dll", package.Entries.Select(entry => entry.FullName));
            Assert.Contains("MappingLambda.runtimeconfig.json", package.Entries.Select(entry => entry.FullName));
        }

        var template = Path.Combine(assembly, "Access.template.json");
        Assert.Contains(
            Resources(JsonNode.Parse(File.ReadAllText(template))!.AsObject()),
            pair => pair.Value!["Type"]!.GetValue<string>() == "Custom::EksAccessCheck");
        Programs.Lint(template);
        Directory.Delete(folder, recursive: true);
    }

    private static void Dotnet(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment) start.Environment[name] = value;
        var result = Programs.Run(start);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.Output}{result.Error}");
    }
}
