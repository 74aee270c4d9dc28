using System.Text;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Reporting;

namespace EksIamCdk.Cli.Report;

/// <summary>What a report is compared with: a page of before, or a saved cluster.</summary>
internal static class OlderReport
{
    /// <returns>Null, and at least one problem, when it is neither.</returns>
    public static async Task<AccessReport?> ReadAsync(string path, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var own = new List<string>();
        var report = Directory.Exists(path) ? await SavedAsync(path, own, cancellationToken) : await PageAsync(path, own, cancellationToken);
        foreach (var problem in own)
        {
            problems.Add($"--since {path}: {problem}");
        }

        return report;
    }

    private static async Task<AccessReport?> SavedAsync(string folder, List<string> problems, CancellationToken cancellationToken) =>
        await SavedState.ReadAsync(folder, problems, cancellationToken) is { } documents && documents.ToState(problems) is { } cluster
            ? AccessReporting.Of(cluster, [], Directory.GetLastWriteTimeUtc(folder))
            : null;

    private static async Task<AccessReport?> PageAsync(string path, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            if (ReportPage.DataOf(await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken)) is { } json)
            {
                return ReportJson.Read(json, problems);
            }

            problems.Add("is no page that eksiam report wrote");
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add("there is no such file or folder; give an older page of eksiam report, or a folder that eksiam save wrote");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            problems.Add($"cannot be read: {wrong.Message}");
        }

        return null;
    }
}
