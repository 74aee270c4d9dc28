namespace EksIamCdk.Cli.Tests;

public sealed class ScriptTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_builds_once_without_a_word_and_passes_arguments_output_and_exit_code_through()
    {
        var first = await _folder.RunAsync("aws-auth", "check", "a b");
        var second = await _folder.RunAsync("aws-auth", "check", "a b");

        Assert.Equal(new Ended(7, "started eksiam.dll with aws-auth check a b\n", ""), first);
        Assert.Equal(first, second);
        Assert.Equal(["src/Cli"], _folder.Published);
    }

    [Fact]
    public async Task It_builds_again_when_a_source_is_changed_added_or_removed()
    {
        await _folder.RunAsync();
        File.SetLastWriteTimeUtc(_folder.At("src/Access/Code.cs"), DateTime.UtcNow.AddMinutes(1));
        await _folder.RunAsync();
        Assert.Equal(2, _folder.Published.Count);

        File.SetLastWriteTimeUtc(_folder.At("src/Access/Code.cs"), DateTime.UtcNow.AddDays(-1));
        _folder.Write("src/Sandbox/More.cs", "");
        await _folder.RunAsync();
        Assert.Equal(3, _folder.Published.Count);

        File.Delete(_folder.At("src/Sandbox/More.cs"));
        _folder.Write("src/Cli/obj/Generated.cs", "");
        await _folder.RunAsync();
        await _folder.RunAsync();
        Assert.Equal(4, _folder.Published.Count);
    }

    [Fact]
    public async Task It_runs_from_any_folder_and_through_a_chain_of_symbolic_links()
    {
        Directory.CreateDirectory(_folder.At("bin"));
        File.CreateSymbolicLink(_folder.At("bin/ek"), "../eksiam");
        File.CreateSymbolicLink(_folder.At("ek2"), _folder.At("bin/ek"));

        var ended = await _folder.RunScriptAsync(_folder.At("ek2"), Path.GetTempPath(), "--version");

        Assert.Equal("started eksiam.dll with --version\n", ended.Output);
    }

    [Fact]
    public async Task The_function_is_published_and_the_CDK_CLI_installed_only_for_what_needs_them()
    {
        await _folder.RunAsync("sandbox", "show");
        await _folder.RunAsync("sandbox", "--help");
        Assert.Equal(["src/Cli"], _folder.Published);

        await _folder.RunAsync("sandbox", "deploy", "--template", "t.json");
        Assert.Equal(["src/Cli", "src/MappingLambda"], _folder.Published);

        await _folder.RunAsync("sandbox");
        await _folder.RunAsync("sandbox", "--kube", "envtest");
        Assert.Equal(["src/Cli", "src/MappingLambda", "npm"], _folder.Published);
    }

    [Fact]
    public async Task A_build_that_fails_shows_its_output_on_standard_error_and_is_tried_again()
    {
        _folder.Write("broken", "");
        var broken = await _folder.RunAsync("--version");
        File.Delete(_folder.At("broken"));
        var mended = await _folder.RunAsync("--version");

        Assert.Equal((2, ""), (broken.ExitCode, broken.Output));
        Assert.Contains("error CS1002: ; expected", broken.Error, StringComparison.Ordinal);
        Assert.Contains("eksiam: building src/Cli failed; its output is above", broken.Error, StringComparison.Ordinal);
        Assert.Equal(7, mended.ExitCode);
    }

    [Fact]
    public async Task A_missing_dotnet_is_said_with_what_to_install()
    {
        _folder.Without("dotnet");

        Assert.Equal(new Ended(2, "", "eksiam: dotnet is missing; install the .NET 10 SDK from https://dot.net/10\n"), await _folder.RunAsync());
    }

    [Fact]
    public async Task An_SDK_that_is_too_old_is_said_with_what_is_there()
    {
        using var old = new ScriptFolder(sdks: "8.0.404 [/usr/share/dotnet/sdk]\n9.0.101 [/usr/share/dotnet/sdk]");

        Assert.Equal(
            new Ended(2, "", "eksiam: the .NET 10 SDK is missing (dotnet has: 8.0.404, 9.0.101); install it from https://dot.net/10\n"),
            await old.RunAsync());
    }

    [Fact]
    public async Task A_runtime_without_any_SDK_is_said()
    {
        using var runtime = new ScriptFolder(sdks: "");

        Assert.Contains("(dotnet has: no SDK)", (await runtime.RunAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_missing_or_too_old_is_said()
    {
        using var old = new ScriptFolder(node: "v18.20.4");
        var tooOld = await old.RunAsync("sandbox");
        old.Without("npm");
        var missing = await old.RunAsync("sandbox");

        Assert.Equal((2, "eksiam: node is 18.20.4; the CDK CLI needs Node.js 20 or newer\n"), (tooOld.ExitCode, tooOld.Error));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("node and npm are missing", missing.Error, StringComparison.Ordinal);
    }
}
