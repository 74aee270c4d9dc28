using System.IO.Compression;
using System.Runtime.Versioning;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox.Tests.Lambda;

/// <summary>Which program is a function's, and how it is started.</summary>
public sealed class FunctionCodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("code-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("dotnet10", "MappingLambda", "MappingLambda.dll", "dotnet,{0}")]
    [InlineData("provided.al2023", "bootstrap", "bootstrap", "{0}")]
    public void The_runtime_says_what_is_started(string runtime, string handler, string file, string command)
    {
        var package = _folder.CreateSubdirectory("asset.package");
        foreach (var program in new[] { "MappingLambda.dll", "bootstrap" })
            File.WriteAllText(Path.Combine(package.FullName, program), "");

        var (found, problem) = Find(runtime, handler);

        Assert.Equal("", problem);
        Assert.Equal(package.FullName, found!.Folder);
        Assert.Equal(command.Split(',').Select(part => part == "{0}" ? Path.Combine(package.FullName, file) : part), found.Command);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_native_program_out_of_a_zip_can_be_executed()
    {
        var package = _folder.CreateSubdirectory("package");
        var program = Path.Combine(package.FullName, "bootstrap");
        File.WriteAllText(program, "");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ZipFile.CreateFromDirectory(package.FullName, Path.Combine(_folder.FullName, "package.zip"));

        var (found, _) = Find("provided.al2023", "bootstrap");

        Assert.True(File.GetUnixFileMode(Assert.Single(found!.Command)).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void Another_handler_of_a_managed_runtime_is_refused() =>
        Assert.Equal(
            "The sandbox runs only functions with the handler MappingLambda; that of mapping is \"bootstrap\".", Find("dotnet10", "bootstrap").Problem);

    private (ProgramFiles? Program, string Problem) Find(string runtime, string handler) =>
        new FunctionCode(_folder.CreateSubdirectory("scratch").FullName, (_, _) => null).Find(new DeployedFunction
        {
            Arn = "arn:aws:lambda:eu-central-1:111122223333:function:mapping",
            Name = "mapping",
            RoleArn = "",
            Runtime = runtime,
            Handler = handler,
            S3Key = "package.zip",
            TemplateFolder = _folder.FullName,
        });
}
