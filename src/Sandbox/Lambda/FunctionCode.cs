using System.Collections.Concurrent;
using System.IO.Compression;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>Finds the published program of a function: in S3, in the asset beside the template, else where it was published for this
/// machine.</summary>
/// <param name="scratch">Where a zip may be unpacked.</param>
/// <param name="objects">Opens an object of S3 by bucket and key; null when there is none.</param>
internal sealed class FunctionCode(string scratch, Func<string, string, Stream?> objects)
{
    private readonly ConcurrentDictionary<(string Bucket, string Key), Lazy<string?>> _downloaded = new();

    /// <returns>The program, or a sentence that says why there is none.</returns>
    public (ProgramFiles? Program, string Problem) Find(DeployedFunction function)
    {
        if (!ProgramFiles.IsProvided(function.Runtime) && function.Handler != ProgramFiles.Handler)
            return (
                null, $"The sandbox runs only functions with the handler {ProgramFiles.Handler}; that of {function.Name} is \"{function.Handler}\".");
        if (function is { S3Bucket: { } bucket, S3Key: { } name } && Downloaded(bucket, name) is { } downloaded
            && ProgramFiles.In(downloaded, function.Runtime) is { } kept)
            return (kept, "");
        if (function is { TemplateFolder: { } templateFolder, S3Key: { } key } && Directory.Exists(templateFolder))
        {
            var hash = Path.GetFileNameWithoutExtension(key);
            var byConvention = new[] { $"asset.{hash}", $"asset.{hash}.zip", key }.Select(name => Path.Combine(templateFolder, name));
            string?[] candidates = [AssetFiles.Find(templateFolder, key), .. byConvention];
            foreach (var candidate in candidates.OfType<string>())
            {
                if (Unpacked(candidate, hash, function.Runtime) is { } program)
                    return (program, "");
            }
        }
        return Published() is { } published
            ? (published, "")
            : (null, $"There is no published {ProgramFiles.Handler} for the function {function.Name}: publish it with "
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
        return ProgramFiles.AnyIn(folder) is null ? null : folder;
    }

    /// <summary>$EKSIAM_LAMBDA_DIR, else <c>.eksiam/lambda</c> in a folder above this program or above the working directory.</summary>
    private static ProgramFiles? Published()
    {
        if (Environment.GetEnvironmentVariable("EKSIAM_LAMBDA_DIR") is { Length: > 0 } given)
            return ProgramFiles.AnyIn(Path.GetFullPath(given));
        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (ProgramFiles.AnyIn(Path.Combine(folder.FullName, ".eksiam", "lambda")) is { } program)
                    return program;
            }
        }
        return null;
    }

    private ProgramFiles? Unpacked(string candidate, string hash, string runtime)
    {
        if (ProgramFiles.In(candidate, runtime) is { } program)
            return program;
        if (!candidate.EndsWith(".zip", StringComparison.Ordinal) || !File.Exists(candidate))
            return null;
        var folder = Path.Combine(scratch, hash);
        if (ProgramFiles.AnyIn(folder) is null)
            ZipFile.ExtractToDirectory(candidate, folder, overwriteFiles: true);
        return ProgramFiles.In(folder, runtime);
    }
}
