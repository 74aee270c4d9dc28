using System.ComponentModel;
using System.Diagnostics;

namespace EksIamCdk.CdkApp.Tests;

/// <summary>The tools that people use, as processes.</summary>
internal static class Programs
{
    /// <summary>Asserts that cfn-lint finds neither an error nor a warning.</summary>
    public static void Lint(params string[] templates)
    {
        var tools = System.Environment.GetEnvironmentVariable("EKSIAM_PYTHON_TOOLS");
        var lint = Run(tools is null ? "cfn-lint" : Path.Combine(tools, "cfn-lint"), AppContext.BaseDirectory, templates);
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
    }

    public static (int ExitCode, string Output, string Error) Run(string program, string folder, params string[] arguments) =>
        Run(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    public static (int ExitCode, string Output, string Error) Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"{start.FileName} is missing ({e.Message}); cfn-lint comes by tests/tools/python-tools.sh, the CDK CLI by npm ci", e);
        }
    }
}
