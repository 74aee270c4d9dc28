using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Cli.Input;

/// <summary>A ConfigMap from a file or from standard input.</summary>
internal static class ConfigMapInput
{
    /// <param name="name">A path, or <c>-</c> for standard input.</param>
    /// <param name="problems">What is wrong, each as <c>FILE:LINE:COLUMN: …</c>, when the answer is null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ConfigMapFile?> ReadAsync(string name, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (await TextInput.ReadAsync(name, problems, cancellationToken) is not { } text)
        {
            return null;
        }

        var faults = new List<FileFault>();
        var file = ConfigMapFile.Read(text, faults);
        foreach (var fault in faults)
        {
            problems.Add($"{TextInput.Display(name)}:{fault.Line}:{fault.Column}: {fault.Message}");
        }

        return file;
    }
}
