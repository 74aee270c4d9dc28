namespace EksIamCdk.Sandbox.Tests.Assemblies;

/// <summary>A folder as <c>cdk synth</c> writes it.</summary>
internal sealed class AssemblyFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdk.out-");

    public string Path => _folder.FullName;

    /// <param name="artifacts">Of the manifest, as JSON.</param>
    public void Manifest(string artifacts, string inside = "") => Write(inside, "manifest.json", $$"""{"version": "48.0.0", "artifacts": { {{artifacts}} } }""");

    public void Template(string id, string resources, string outputs = "", string inside = "") =>
        Write(inside, $"{id}.template.json", $$"""{"Resources": { {{resources}} }, "Outputs": { {{outputs}} } }""");

    /// <summary>An artifact of the manifest.</summary>
    public static string Stack(string id, string place = "unknown-account/unknown-region", string others = "", params string[] after) =>
        $$"""
        "{{id}}": {"type": "aws:cloudformation:stack", "environment": "aws://{{place}}",
          "properties": {"templateFile": "{{id}}.template.json" {{others}} }, "dependencies": [{{string.Join(',', after.Select(a => $"\"{a}\""))}}]}
        """;

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string inside, string name, string text)
    {
        var folder = _folder.CreateSubdirectory(inside.Length == 0 ? "." : inside);
        File.WriteAllText(System.IO.Path.Combine(folder.FullName, name), text);
    }
}
