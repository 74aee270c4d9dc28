namespace EksIamCdk.Cli.Tests;

/// <summary>The ./eksiam script in a folder of its own, with sources that are empty and a dotnet, node and npm that only write down what they were asked.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private static readonly string[] _tools =
        ["bash", "env", "cat", "rm", "mv", "mkdir", "mktemp", "find", "sort", "dirname", "readlink", "awk", "flock", "touch", "sh"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eksiam-script-");

    public ScriptFolder(string sdks = "10.0.100 [/usr/share/dotnet/sdk]", string node = "v20.1.0")
    {
        foreach (var project in new[] { "Access", "ClusterApi", "Inspection", "Sandbox", "Cli", "MappingLambda" })
        {
            Write($"src/{project}/Code.cs", "");
        }

        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "package-lock.json" })
        {
            Write(file, "");
        }

        File.Copy(Path.Combine(Eksiam.Root, "eksiam"), At("eksiam"));
        foreach (var tool in _tools)
        {
            LinkTool(tool);
        }

        Program("dotnet", $$"""
            case $1 in
              --list-sdks) echo '{{sdks}}' ;;
              publish)
                echo "$2" >>'{{At("published")}}'
                [ ! -e '{{At("broken")}}' ] || { echo 'Code.cs(1,1): error CS1002: ; expected'; exit 1; }
                echo 'noise of the build'
                while [ "$1" != --output ]; do shift; done
                mkdir -p "$2" ;;
              *)
                echo "started ${1##*/} with ${*:2}"
                exit 7 ;;
            esac
            """);
        Program("node", $"echo '{node}'");
        Program("npm", $"echo npm >>'{At("published")}'; mkdir -p node_modules; touch -d '2100-01-01' node_modules/.package-lock.json");
    }

    /// <summary>What was published or installed so far, in order.</summary>
    public IReadOnlyList<string> Published => File.Exists(At("published")) ? File.ReadAllLines(At("published")) : [];

    public string At(string path) => Path.Combine(_folder.FullName, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public void Without(string tool) => File.Delete(At($"path/{tool}"));

    public Task<Ended> RunAsync(params string[] args) => RunScriptAsync(At("eksiam"), _folder.FullName, args);

    public Task<Ended> RunScriptAsync(string script, string workingFolder, params string[] args) => Eksiam.StartAsync(
        script, args, "", workingFolder, new Dictionary<string, string?> { ["PATH"] = At("path"), ["EKSIAM_LAMBDA_DIR"] = null });

    public void Dispose() => _folder.Delete(recursive: true);

    private void LinkTool(string tool)
    {
        var found = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
        if (found is not null)
        {
            Directory.CreateDirectory(At("path"));
            File.CreateSymbolicLink(At($"path/{tool}"), found);
        }
    }

    private void Program(string name, string body)
    {
        File.Copy(At("eksiam"), At($"path/{name}")); // for its run bit
        Write($"path/{name}", $"#!/usr/bin/env bash\n{body}\n");
    }
}
