using System.Globalization;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>What is asked of buckets.</summary>
internal sealed class BucketActions(BucketStore buckets)
{
    public AwsAnswer List(S3Request request) => S3Xml.Answer(new XElement(
        "ListAllMyBucketsResult",
        new XElement("Owner", new XElement("ID", request.Http.AccountId)),
        new XElement("Buckets", buckets.All.Where(bucket => bucket.AccountId == request.Http.AccountId).Select(bucket => new XElement(
            "Bucket", new XElement("Name", bucket.Name), new XElement("CreationDate", AwsAnswer.Time(bucket.Created)))))));

    public AwsAnswer Create(S3Request request)
    {
        var region = request.Http.Body.Length == 0
            ? "us-east-1"
            : S3Xml.Texts(S3Xml.Read(request.Http.Body), "LocationConstraint").FirstOrDefault() ?? "us-east-1";
        if (buckets.Find(request.Bucket) is { } existing)
            throw existing.AccountId == request.Http.AccountId
                ? new AwsErrorException(
                    "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409)
                : new AwsErrorException(
                    "BucketAlreadyExists",
                    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
                        + "Please select a different name and try again.",
                    409);
        buckets.Create(new RegionalName(request.Http.AccountId, region, request.Bucket), versioning: null, "AES256");
        return new AwsAnswer(200, S3Xml.ContentType, []).With("Location", $"/{request.Bucket}");
    }

    public AwsAnswer Answer(S3Request request, Bucket bucket) => request.Method switch
    {
        "HEAD" => new AwsAnswer(200, S3Xml.ContentType, []).With("x-amz-bucket-region", bucket.Region),
        "GET" when request.Has("location") =>
            S3Xml.Answer(new XElement("LocationConstraint", bucket.Region == "us-east-1" ? "" : bucket.Region)),
        "GET" when request.Has("versioning") => S3Xml.Answer(new XElement(
            "VersioningConfiguration", bucket.Versioning is { } status ? new XElement("Status", status) : null)),
        "GET" when request.Has("encryption") => S3Xml.Answer(new XElement(
            "ServerSideEncryptionConfiguration",
            new XElement(
                "Rule",
                new XElement("ApplyServerSideEncryptionByDefault", new XElement("SSEAlgorithm", bucket.Encryption)),
                new XElement("BucketKeyEnabled", "false")))),
        "GET" when !request.Http.Query.Any(pair => IsSubresource(pair.Key)) => Objects(request, bucket),
        "POST" when request.Has("delete") => Delete(request, bucket),
        "DELETE" when request.Http.Query.Count == 0 => Delete(bucket),
        _ => throw S3Xml.NotImplemented(request),
    };

    /// <summary>Other names of the query only say which objects are listed, and how.</summary>
    private static bool IsSubresource(string name) => name is not ("list-type" or "prefix" or "delimiter" or "max-keys" or "marker"
        or "continuation-token" or "start-after" or "encoding-type" or "fetch-owner" or "x-id");

    private AwsAnswer Delete(Bucket bucket) => buckets.Delete(bucket.Name)
        ? new AwsAnswer(204, S3Xml.ContentType, [])
        : throw new AwsErrorException("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);

    private AwsAnswer Delete(S3Request request, Bucket bucket)
    {
        var keys = S3Xml.Texts(S3Xml.Read(request.Http.Body), "Key").ToList();
        foreach (var key in keys)
            buckets.Delete(bucket, key);
        return S3Xml.Answer(new XElement(
            "DeleteResult", keys.Select(key => new XElement("Deleted", new XElement("Key", key)))));
    }

    /// <summary>ListObjectsV2, and ListObjects before it.</summary>
    private static AwsAnswer Objects(S3Request request, Bucket bucket)
    {
        var second = request.Http.Parameter("list-type") == "2";
        var (prefix, delimiter) = (request.Http.Parameter("prefix") ?? "", request.Http.Parameter("delimiter") ?? "");
        var most = int.TryParse(request.Http.Parameter("max-keys"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Min(given, 1000)
            : 1000;
        // The token is the last name of the page before.
        var after = request.Http.Parameter("continuation-token") ?? request.Http.Parameter(second ? "start-after" : "marker") ?? "";
        var encode = request.Http.Parameter("encoding-type") == "url";
        var names = bucket.Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => Common(key, prefix, delimiter)).Distinct()
            .Where(name => string.CompareOrdinal(name.Text, after) > 0)
            .OrderBy(name => name.Text, StringComparer.Ordinal).ToList();
        var page = names.Take(most).ToList();
        var more = names.Count > page.Count;
        return S3Xml.Answer(new XElement(
            "ListBucketResult",
            new XElement("Name", bucket.Name),
            new XElement("Prefix", Written(prefix)),
            delimiter.Length > 0 ? new XElement("Delimiter", Written(delimiter)) : null,
            new XElement("MaxKeys", most),
            encode ? new XElement("EncodingType", "url") : null,
            second ? new XElement("KeyCount", page.Count) : null,
            new XElement("IsTruncated", more),
            more && page.Count > 0 ? new XElement(second ? "NextContinuationToken" : "NextMarker", page[^1].Text) : null,
            page.Where(name => !name.IsPrefix).Select(name => Entry(name.Text, bucket.Objects.GetValueOrDefault(name.Text))),
            page.Where(name => name.IsPrefix).Select(name => new XElement("CommonPrefixes", new XElement("Prefix", Written(name.Text))))));

        string Written(string text) => encode ? Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text;

        XElement? Entry(string key, StoredObject? stored) => stored is null ? null : new XElement(
            "Contents",
            new XElement("Key", Written(key)),
            new XElement("LastModified", AwsAnswer.Time(stored.Modified)),
            new XElement("ETag", stored.ETag),
            new XElement("Size", stored.Content.Length),
            new XElement("StorageClass", "STANDARD"));
    }

    private static (string Text, bool IsPrefix) Common(string key, string prefix, string delimiter) =>
        delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at
            ? (key[..(at + delimiter.Length)], true)
            : (key, false);
}
