using System.Security.Cryptography;
using System.Text;

namespace EksIamCdk.Constructs.Package;

/// <summary>The sources that the function is made of.</summary>
internal sealed class FunctionSources
{
    private static readonly string[] s_projects = ["src/Access", "src/ClusterApi", "src/MappingLambda"];
    private static readonly string[] s_settings = ["Directory.Build.props", "Directory.Packages.props", "global.json"];

    private FunctionSources(string root) => Root = root;

    /// <summary>The root of the repository.</summary>
    public string Root { get; }

    /// <summary>The sources above this program.</summary>
    /// <exception cref="InvalidOperationException">They are in none of the folders.</exception>
    public static FunctionSources Find() => Find(AppContext.BaseDirectory);

    /// <summary>The sources, looked for in <paramref name="start"/> and the folders above it.</summary>
    /// <exception cref="InvalidOperationException">They are in none of them.</exception>
    public static FunctionSources Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "src", "MappingLambda", "MappingLambda.csproj")))
            {
                return new FunctionSources(folder.FullName);
            }
        }

        throw new InvalidOperationException(
            $"The sources of the mapping function are in none of the folders above {start}. "
            + "Publish src/MappingLambda and give its folder as PackageDirectory of the MappingProvider.");
    }

    /// <summary>SHA-256 over path and content of each file, in the order of their paths, and what is made of them.</summary>
    public string Hash(Packaging packaging)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{packaging}\n"));
        foreach (var path in Files().Order(StringComparer.Ordinal))
        {
            var content = File.ReadAllBytes(Path.Combine(Root, path));
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<string> Files() => s_projects.SelectMany(FilesOf).Concat(s_settings);

    private IEnumerable<string> FilesOf(string project) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, project), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.StartsWith($"{project}/bin/", StringComparison.Ordinal) && !path.StartsWith($"{project}/obj/", StringComparison.Ordinal)
        select path;
}
