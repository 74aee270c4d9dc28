using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>The template that <c>npx cdk synth</c> makes of access.yaml.</summary>
/// <param name="Path">Of the template; its assets lie beside it.</param>
/// <param name="StackName">As it would be called in AWS.</param>
internal sealed record CdkSynth(string Path, string StackName)
{
    /// <summary>Null, and at least one problem, when it does not synthesise.</summary>
    public static async Task<CdkSynth?> RunAsync(string root, string output, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("npx", ["--no-install", "cdk", "synth", "--quiet", "--output", output])
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            await using var stopped = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            if (process.ExitCode == 0)
            {
                return await FindAsync(output, cancellationToken);
            }

            problems.Add($"npx cdk synth ended with exit code {process.ExitCode}:\n{await said}{await complained}".TrimEnd());
        }
        catch (Win32Exception)
        {
            problems.Add("npx is missing: it comes with Node.js 20 or newer, and runs the CDK CLI");
        }

        return null;
    }

    private static async Task<CdkSynth> FindAsync(string output, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(System.IO.Path.Combine(output, "manifest.json"));
        var manifest = await JsonNode.ParseAsync(file, cancellationToken: cancellationToken);
        var (id, stack) = manifest!["artifacts"]!.AsObject().First(artifact => (string?)artifact.Value?["type"] == "aws:cloudformation:stack");
        var properties = stack!["properties"]!;
        return new CdkSynth(System.IO.Path.Combine(output, (string)properties["templateFile"]!), (string?)properties["stackName"] ?? id);
    }
}
