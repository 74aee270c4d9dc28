using System.ComponentModel;
using System.Diagnostics;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>npx cdk synth</c> of the app of the repository.</summary>
internal static class CdkSynth
{
    /// <param name="spec">In place of access.yaml.</param>
    /// <returns>False, and at least one problem, when it does not synthesise.</returns>
    public static async Task<bool> RunAsync(string root, string? spec, string output, ICollection<string> problems, CancellationToken cancellationToken)
    {
        string[] context = spec is null ? [] : ["--context", $"spec={Path.GetFullPath(spec)}"];
        var start = new ProcessStartInfo("npx", ["--no-install", "cdk", "synth", "--quiet", "--output", output, .. context])
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
                return true;
            }

            problems.Add($"npx cdk synth ended with exit code {process.ExitCode}:\n{await said}{await complained}".TrimEnd());
        }
        catch (Win32Exception)
        {
            problems.Add("npx is missing: it comes with Node.js 20 or newer, and runs the CDK CLI");
        }

        return false;
    }
}
