namespace EksIamCdk.Cli.Tests.Sandbox;

/// <summary>A folder for the state of one sandbox and for templates.</summary>
internal sealed class SandboxFolder : IDisposable
{
    public const string Template = "tests/Cli.Tests/Sandbox/small.template.json";
    public const string Map = "examples/aws-auth/hand-edited.yaml";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eksiam-cli-");

    public string State => Path.Combine(_folder.FullName, "state");

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
