using System.ComponentModel;
using System.Diagnostics;
using Amazon.CDK;
using Amazon.JSII.Runtime.Deputy;

namespace EksIamCdk.Constructs.Package;

/// <summary>Publishes the function with the .NET SDK of this machine.</summary>
internal sealed class DotnetPublish(string root, PackageForm form) : DeputyBase, ILocalBundling
{
    /// <returns>False where this machine has no SDK that can: then the image is used.</returns>
    /// <exception cref="InvalidOperationException">The SDK cannot build the sources, or neither this machine nor a container can.</exception>
    public bool TryBundle(string outputDir, IBundlingOptions options) =>
        (!form.IsNative || NativeToolchain.IsHere(Variable("PATH") ?? "", Variable("CDK_DOCKER") ?? "docker")) && Publish(outputDir);

    /// <param name="outputDir">A folder, which is replaced by that of the published function.</param>
    /// <inheritdoc cref="TryBundle"/>
    public bool Publish(string outputDir)
    {
        if (Run("--version") is not (0, _))
        {
            return false;
        }

        // CDK takes a folder that is there for a finished one: it must not be there until it is finished, whatever stops this.
        var unfinished = $"{outputDir}-unfinished";
        Directory.Delete(outputDir, recursive: true);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        var (exitCode, output) = Run(
            ["publish", "src/MappingLambda", "--configuration", "Release", .. form.PublishArguments, "--output", unfinished, "--verbosity", "quiet", "--nologo"]);
        if (exitCode != 0)
        {
            // CDK puts the folder of a failure aside, and stumbles over one that is missing.
            Directory.CreateDirectory(outputDir);
            throw new InvalidOperationException($"{form.Command} failed with exit code {exitCode}:\n{output}");
        }

        if (form.IsNative) NativeToolchain.Check(Path.Combine(unfinished, form.Program));
        Directory.Move(unfinished, outputDir);
        return true;
    }

    private static string? Variable(string name) => System.Environment.GetEnvironmentVariable(name);

    private (int ExitCode, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // "dotnet run" leaves settings of its own build behind, which would steer this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return (-1, "");
        }
    }
}
