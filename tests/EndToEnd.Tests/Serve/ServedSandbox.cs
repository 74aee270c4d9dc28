using System.ComponentModel;
using System.Diagnostics;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.EndToEnd.Tests.Serve;

/// <summary>A sandbox that is served, and the tools of users, with nothing but what `eksiam sandbox serve` prints.</summary>
internal sealed class ServedSandbox : IAsyncDisposable
{
    private const string Cluster = "demo";

    private readonly SandboxSession _session;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("eks-iam-cdk-home.");

    private ServedSandbox(SandboxSession session) => _session = session;

    public static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    public static async Task<ServedSandbox> StartAsync()
    {
        List<FileFault> faults = [];
        var seed = ConfigMapFile.Read(await File.ReadAllTextAsync(Path.Combine(Root, "examples", "aws-auth", "hand-edited.yaml")), faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
        return new ServedSandbox(await SandboxSession.StartAsync(
            new SandboxOptions { AwsAuth = AwsAuthSeed.From(seed), Serve = new ServeOptions() }, CancellationToken.None));
    }

    /// <summary>The sections of aws-auth, byte for byte, and who owns what in it.</summary>
    public async Task<string> AwsAuthAsync()
    {
        var key = _session.Here(Cluster);
        await _session.BackendAsync(key, CancellationToken.None);
        var map = Assert.Single(await _session.ShowAsync(CancellationToken.None)).AwsAuth!;
        return $"{map["data"]!.ToJsonString()}\n{map["metadata"]!["annotations"]?.ToJsonString()}";
    }

    /// <summary>The CDK CLI that package-lock.json names.</summary>
    public Task<Said> CdkAsync(params string[] args) => RunAsync("npx", ["--no-install", "cdk", "--no-color", "--no-notices", .. args]);

    public Task<Said> AwsAsync(params string[] args) => RunAsync("aws", args);

    public static bool HasAws()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("aws", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private async Task<Said> RunAsync(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_ENDPOINT_URL"] = _session.AwsEndpointUrl;
        start.Environment["AWS_ACCESS_KEY_ID"] = "test";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        start.Environment["AWS_REGION"] = start.Environment["AWS_DEFAULT_REGION"] = "eu-west-1";
        // What other tests, or the user, have left in caches is not to be seen; nor is anything sent anywhere.
        start.Environment["HOME"] = _home.FullName;
        start.Environment["CDK_DISABLE_CLI_TELEMETRY"] = "true";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Said(process.ExitCode, await output + await error);
    }

    private static string Above(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")) ? folder.FullName : Above(folder.Parent!);
}

/// <summary>How a program ended, and all that it said.</summary>
internal sealed record Said(int ExitCode, string Text)
{
    public Said Succeeded()
    {
        Assert.True(ExitCode == 0, Text);
        return this;
    }

    public Said Failed()
    {
        Assert.True(ExitCode != 0, Text);
        return this;
    }

    public Said With(string part)
    {
        Assert.True(Text.Contains(part, StringComparison.Ordinal), $"not there: {part}\n{Text}");
        return this;
    }
}
