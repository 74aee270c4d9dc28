using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>The assets of a CDK assembly, by the key that they would have in S3.</summary>
internal static class AssetFiles
{
    /// <returns>Where the manifests of the assembly say that it is; null when they do not know it.</returns>
    public static string? Find(string folder, string key)
    {
        foreach (var manifest in Directory.GetFiles(folder, "*.assets.json"))
        {
            try
            {
                var files = JsonNode.Parse(File.ReadAllText(manifest))?["files"] as JsonObject ?? [];
                var source = files.Select(file => file.Value).FirstOrDefault(file =>
                    (file?["destinations"] as JsonObject)?.Any(destination => (string?)destination.Value?["objectKey"] == key) == true);
                if ((string?)source?["source"]?["path"] is { } path)
                    return Path.Combine(folder, path);
            }
            catch (JsonException)
            {
                // Not a manifest of CDK's.
            }
        }
        return null;
    }
}
