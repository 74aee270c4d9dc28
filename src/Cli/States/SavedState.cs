using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.States;

/// <summary>The folder of a saved cluster: a JSON file for each document.</summary>
internal static class SavedState
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A folder of something else is never written into.</summary>
    public static void CheckTarget(string folder, ICollection<string> problems)
    {
        if (File.Exists(folder))
            problems.Add($"DIR {folder}: is a file, expected a folder");
        else if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, $"{ClusterDocuments.Cluster}.json")))
            problems.Add($"DIR {folder}: is not empty, and no state that eksiam save wrote; name a new folder");
    }

    /// <summary>Writes the whole state beside the folder, then puts it in the folder's place: there is never half of one.</summary>
    public static async Task WriteAsync(string folder, ClusterDocuments documents, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var (fresh, old) = ($"{target}.new-{Environment.ProcessId}", $"{target}.old-{Environment.ProcessId}");
        try
        {
            foreach (var (name, document) in documents.All)
            {
                var path = Path.Combine(fresh, $"{name}.json");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, $"{document.ToJsonString(s_readable)}\n", cancellationToken);
            }

            if (Directory.Exists(target)) Directory.Move(target, old);
            Directory.Move(fresh, target);
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            problems.Add($"DIR {folder}: cannot be written: {wrong.Message}");
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    /// <returns>Null, and at least one problem, when the folder is none or a file cannot be read.</returns>
    public static async Task<ClusterDocuments?> ReadAsync(string folder, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            problems.Add($"--from {folder}: there is no such folder; eksiam save DIR writes one");
            return null;
        }

        var documents = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var before = problems.Count;
        foreach (var name in ClusterDocuments.Names)
        {
            var path = Path.Combine(folder, $"{name}.json");
            if (!File.Exists(path))
            {
                continue;
            }

            try
            {
                if (JsonNode.Parse(await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken)) is JsonObject document)
                {
                    documents[name] = document;
                }
                else
                {
                    problems.Add($"{path}: is no JSON object");
                }
            }
            catch (JsonException wrong)
            {
                problems.Add($"{path}: is no JSON: {wrong.Message}");
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{path}: cannot be read: {wrong.Message}");
            }
        }

        return problems.Count == before ? new ClusterDocuments(documents) : null;
    }
}
