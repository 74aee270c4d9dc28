using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Snapshots;

namespace EksIamCdk.Cli.States;

/// <summary>The folder of a saved cluster: a JSON file for each document.</summary>
internal static class SavedState
{
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
