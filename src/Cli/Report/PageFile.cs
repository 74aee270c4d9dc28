using System.Text;

namespace EksIamCdk.Cli.Report;

/// <summary>A file that is there whole or not at all: it is written beside its place, then moved.</summary>
internal sealed class PageFile
{
    private readonly string _path;

    private PageFile(string path) => _path = path;

    /// <returns>Null, and a problem, when there can be no such file.</returns>
    public static PageFile? At(string path, ICollection<string> problems)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            problems.Add($"--out {path}: is a folder; name a file in it, such as {Path.Combine(path, "report.html")}");
            return null;
        }

        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            problems.Add($"--out {path}: there is no folder {folder}; make it first");
            return null;
        }

        return new PageFile(full);
    }

    /// <returns>False, and a problem, when it cannot be written.</returns>
    public async Task<bool> WriteAsync(string text, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var beside = $"{_path}.{Environment.ProcessId}.new";
        try
        {
            await File.WriteAllTextAsync(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            File.Move(beside, _path, overwrite: true);
            return true;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            problems.Add($"--out {_path}: cannot be written: {wrong.Message}");
            return false;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
