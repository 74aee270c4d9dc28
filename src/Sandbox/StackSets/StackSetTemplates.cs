using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox.StackSets;

/// <summary>What a stack set refers to outside of its template: the template of its instances, and the organization.</summary>
internal sealed class StackSetTemplates(SandboxServices services)
{
    private const int MadeUpAccounts = 2;

    /// <returns>The text of <c>TemplateBody</c>, or of the object that <c>TemplateURL</c> names; null and what is wrong.</returns>
    public async Task<(string? Text, string Problem)> ReadAsync(
        ResourceTarget target, JsonObject properties, CancellationToken cancellationToken)
    {
        if (properties["TemplateBody"] is { } body)
            return (TemplateReader.Text(body) ?? body.ToJsonString(), "");
        if (!Uri.TryCreate(TemplateReader.Text(properties["TemplateURL"]), UriKind.Absolute, out var url))
            return (null, "Either TemplateBody or TemplateURL must be provided");
        var (bucket, key) = ObjectOf(url);
        if (services.OpenObject(bucket, key) is { } content)
        {
            using var reader = new StreamReader(content);
            return (await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false), "");
        }
        var stack = services.Cloud.Find(new RegionalName(target.Pseudo.AccountId, target.Pseudo.Region, target.Pseudo.StackName));
        return stack?.TemplateFolder is { } folder && AssetFiles.Find(folder, key) is { } file && File.Exists(file)
            ? (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false), "")
            : (null, $"S3 error: The specified key does not exist: {url}");
    }

    /// <summary>The accounts of an organizational unit; of one that the session does not know, some that are made up.</summary>
    public IReadOnlyList<string> AccountsOf(string unit)
    {
        if (services.Options.OrganizationalUnits.TryGetValue(unit, out var accounts))
            return accounts;
        var seed = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(unit)));
        IReadOnlyList<string> madeUp =
            [.. Enumerable.Range(0, MadeUpAccounts).Select(i => (900_000_000_000 + ((seed + i) % 100_000_000)).ToString(CultureInfo.InvariantCulture))];
        services.Notes.Add($"The sandbox does not know the organizational unit {unit}: it made up its accounts {string.Join(", ", madeUp)}.");
        return madeUp;
    }

    /// <summary><c>https://BUCKET.s3.REGION.…/KEY</c> or <c>https://s3.REGION.…/BUCKET/KEY</c>.</summary>
    private static (string Bucket, string Key) ObjectOf(Uri url)
    {
        var path = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        var dot = url.Host.IndexOf(".s3", StringComparison.Ordinal);
        return dot > 0 ? (url.Host[..dot], path)
            : path.Split('/', 2) is [var bucket, var key] ? (bucket, key)
            : (path, "");
    }
}
