using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>Finds the published program of a function: in the asset beside the template, else where it was published for this
/// machine.</summary>
internal static class FunctionCode
{
    /// <summary>The only handler that the sandbox runs.</summary>
    public const string Handler = "MappingLambda";

    public const string Program = "MappingLambda.dll";

    /// <param name="function">What is to run.</param>
    /// <param name="scratch">Where a zip may be unpacked.</param>
    /// <returns>The folder with the program, or a sentence that says why there is none.</returns>
    public static (string? Folder, string Problem) Find(DeployedFunction function, string scratch)
    {
        if (function.Handler != Handler)
            return (
                null, $"The sandbox runs only functions with the handler {Handler}; that of {function.Name} is \"{function.Handler}\".");
        if (function is { TemplateFolder: { } templateFolder, S3Key: { } key } && Directory.Exists(templateFolder))
        {
            var hash = Path.GetFileNameWithoutExtension(key);
            var byConvention = new[] { $"asset.{hash}", $"asset.{hash}.zip", key }.Select(name => Path.Combine(templateFolder, name));
            string?[] candidates = [FromManifest(templateFolder, key), .. byConvention];
            foreach (var candidate in candidates.OfType<string>())
            {
                if (Unpacked(candidate, Path.Combine(scratch, hash)) is { } folder)
                    return (folder, "");
            }
        }
        return Published() is { } published
            ? (published, "")
            : (null, $"There is no published {Handler} for the function {function.Name}: publish it with "
                + "`dotnet publish src/MappingLambda -c Release -o .eksiam/lambda`, or set EKSIAM_LAMBDA_DIR.");
    }

    /// <summary>$EKSIAM_LAMBDA_DIR, else <c>.eksiam/lambda</c> in a folder above this program or above the working directory.</summary>
    private static string? Published()
    {
        if (Environment.GetEnvironmentVariable("EKSIAM_LAMBDA_DIR") is { Length: > 0 } given)
            return HasProgram(given) ? given : null;
        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, ".eksiam", "lambda");
                if (HasProgram(candidate))
                    return candidate;
            }
        }
        return null;
    }

    /// <summary>Where the manifest of a CDK assembly says that the asset is.</summary>
    private static string? FromManifest(string folder, string key)
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
                // Not a manifest of ours; the names of CDK's convention are tried next.
            }
        }
        return null;
    }

    private static string? Unpacked(string candidate, string scratch)
    {
        if (HasProgram(candidate))
            return candidate;
        if (!candidate.EndsWith(".zip", StringComparison.Ordinal) || !File.Exists(candidate))
            return null;
        if (!HasProgram(scratch))
            ZipFile.ExtractToDirectory(candidate, scratch, overwriteFiles: true);
        return HasProgram(scratch) ? scratch : null;
    }

    private static bool HasProgram(string folder) => File.Exists(Path.Combine(folder, Program));
}
