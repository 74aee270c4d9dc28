using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Assemblies;

namespace EksIamCdk.Sandbox.Tests.Assemblies;

public sealed class CloudAssemblyTests : IDisposable
{
    private readonly AssemblyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stacks_come_after_what_they_depend_on_and_stages_after_the_app()
    {
        _folder.Manifest($$"""
            "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod", "displayName": "Prod"} },
            "B.assets": {"type": "cdk:asset-manifest", "properties": {"file": "B.assets.json"} },
            {{AssemblyFolder.Stack("B", after: ["B.assets", "A"])}},
            {{AssemblyFolder.Stack("A", "111122223333/eu-west-1", """, "stackName": "a-by-name", "parameters": {"Size": "3"}""")}}
            """);
        _folder.Manifest(AssemblyFolder.Stack("Prod", "444455556666/us-east-1"), "assembly-Prod");

        var assembly = await ReadAsync();

        Assert.Equal(["a-by-name", "B", "Prod"], assembly!.Stacks.Select(stack => stack.Name));
        Assert.Equal([("111122223333", "eu-west-1"), (null, null), ("444455556666", "us-east-1")], assembly.Stacks.Select(s => (s.AccountId, s.Region)));
        Assert.Equal(["", "", "Prod"], assembly.Stacks.Select(stack => stack.Stage));
        Assert.Equal("3", assembly.Stacks[0].Parameters["Size"]);
        Assert.Equal(Path.Combine(_folder.Path, "assembly-Prod", "Prod.template.json"), assembly.Stacks[2].TemplatePath);
    }

    [Theory]
    [InlineData(null, "manifest.json")]
    [InlineData("{", "a manifest in JSON")]
    [InlineData("{}", "with the member artifacts")]
    [InlineData("""{"artifacts": {"Tree": {"type": "cdk:tree"}}}""", "the assembly has none")]
    public async Task What_is_no_assembly_is_a_problem(string? manifest, string named)
    {
        if (manifest is not null)
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, "manifest.json"), manifest);
        var problems = new ProblemList();

        Assert.Null(await CloudAssembly.ReadAsync(_folder.Path, problems, default));

        Assert.Contains(named, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    private async Task<CloudAssembly?> ReadAsync()
    {
        var problems = new ProblemList();
        var assembly = await CloudAssembly.ReadAsync(_folder.Path, problems, default);
        Assert.Equal("", problems.ToString());
        return assembly;
    }
}
