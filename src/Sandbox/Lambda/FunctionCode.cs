using System.Collections.Concurrent;
using System.IO.Compression;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>Finds the published program of a function: in S3, in the asset beside the template, else where it was published for this
/// machine.</summary>
/// <param name="scratch">Where a zip may be unpacked.</param>
/// <param name="objects">Opens an object of S3 by bucket and key; null when there is none.</param>
internal sealed class FunctionCode(string scratch, Func<string, string, Stream?> objects)
{
    /// <summary>The only handler that the sandbox runs.</summary>
    public const string Handler = "MappingLambda";

    public const string Program = "MappingLambda.dll";

    private readonly ConcurrentDictionary<(string Bucket, string Key), Lazy<string?>> _downloaded = new();

    /// <returns>The folder with the program, or a sentence that says why there is none.</returns>
    public (string? Folder, string Problem) Find(DeployedFunction function)
    {
        if (function.Handler != Handler)
            return (
                null, $"The sandbox runs only functions with the handler {Handler}; that of {function.Name} is \"{function.Handler}\".");
        if (function is { S3Bucket: { } bucket, S3Key: { } name } && Downloaded(bucket, name) is { } downloaded)
            return (downloaded, "");
        if (function is { TemplateFolder: { } templateFolder, S3Key: { } key } && Directory.Exists(templateFolder))
        {
            var hash = Path.GetFileNameWithoutExtension(key);
            var byConvention = new[] { $"asset.{hash}", $"asset.{hash}.zip", key }.Select(name => Path.Combine(templateFolder, name));
            string?[] candidates = [AssetFiles.Find(templateFolder, key), .. byConvention];
            foreach (var candidate in candidates.OfType<string>())
            {
                if (Unpacked(candidate, hash) is { } folder)
                    return (folder, "");
            }
        }
        return Published() is { } published
            ? (published, "")
            : (null, $"There is no published {Handler} for the function {function.Name}: publish it with "
                + "`dotnet publish src/MappingLambda -c Release -o .eksiam/lambda`, or set EKSIAM_LAMBDA_DIR.");
    }

    /// <summary>Lambda keeps a copy of the code: what comes to lie under the same key later does not matter.</summary>
    private string? Downloaded(string bucket, string key)
    {
        var kept = _downloaded.GetOrAdd((bucket, key), _ => new Lazy<string?>(() => Download(bucket, key)));
        if (kept.Value is null)
            _downloaded.TryRemove(KeyValuePair.Create((bucket, key), kept));
        return kept.Value;
    }

    private string? Download(string bucket, string key)
    {
        using var content = objects(bucket, key);
        if (content is null)
            return null;
        var folder = Path.Combine(scratch, $"object-{Guid.NewGuid():N}");
        ZipFile.ExtractToDirectory(content, folder);
        return HasProgram(folder) ? folder : null;
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

    private string? Unpacked(string candidate, string hash)
    {
        if (HasProgram(candidate))
            return candidate;
        if (!candidate.EndsWith(".zip", StringComparison.Ordinal) || !File.Exists(candidate))
            return null;
        var folder = Path.Combine(scratch, hash);
        if (!HasProgram(folder))
            ZipFile.ExtractToDirectory(candidate, folder, overwriteFiles: true);
        return HasProgram(folder) ? folder : null;
    }

    private static bool HasProgram(string folder) => File.Exists(Path.Combine(folder, Program));
}
