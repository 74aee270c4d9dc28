using System.Diagnostics;
using System.Text.Json;

namespace EksIamCdk.MappingLambda.Tests.Package;

/// <summary>Every package is what it was when it was locked, and what ships is known.</summary>
public sealed class SupplyChainTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> LockFiles =>
    [
        .. new[] { "src", "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Root, folder)))
            .Where(project => Directory.EnumerateFiles(project, "*.csproj").Any())
            .Select(project => Path.GetRelativePath(Root, Path.Combine(project, "packages.lock.json"))),
    ];

    [Theory]
    [MemberData(nameof(LockFiles))]
    public void Every_package_of_a_project_is_locked_with_the_hash_of_its_content(string lockFile) =>
        Assert.All(Packages(lockFile), package => Assert.Equal(64, Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!).Length));

    [Fact]
    public void Every_package_of_npm_is_locked_with_its_integrity()
    {
        using var locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "package-lock.json")));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.StartsWith("sha512-", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_bill_of_materials_lists_what_ships_with_the_hash_of_the_lock_file()
    {
        var lockFile = Path.Combine("src", "MappingLambda", "packages.lock.json");
        using var bill = JsonDocument.Parse(Run("node", "src/sbom.mjs", lockFile, Path.Combine(AppContext.BaseDirectory, "MappingLambda.deps.json")));
        var listed = bill.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => (component.GetProperty("name").GetString()!, component.GetProperty("hashes")[0].GetProperty("content").GetString()!));

        // What builds the function does not ship with it.
        var locked = Packages(lockFile).Where(package => package.Name is not ("Microsoft.NET.ILLink.Tasks" or "Microsoft.DotNet.ILCompiler"))
            .Select(package => (package.Name, Convert.ToHexStringLower(Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!))));
        Assert.Equal(locked.Distinct().Order(), listed.Order());
    }

    private static IReadOnlyList<JsonProperty> Packages(string lockFile)
    {
        using var locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, lockFile)));
        return
        [
            .. locked.RootElement.GetProperty("dependencies").Clone().EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project"),
        ];
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = Root })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
