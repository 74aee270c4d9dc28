using System.Globalization;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>What is asked of objects.</summary>
internal sealed class ObjectActions(BucketStore buckets)
{
    private static readonly string[] Kept = ["content-type", "content-disposition", "cache-control", "content-language"];

    public AwsAnswer Answer(S3Request request, Bucket bucket) => request.Method switch
    {
        _ when request.Has("tagging") || request.Has("acl") || request.Has("versionId") => throw S3Xml.NotImplemented(request),
        "PUT" when request.Http.Header("x-amz-copy-source") is { } source => Copy(request, bucket, source),
        "PUT" => Written(buckets.Put(
            bucket, request.Key, request.Http.Body, Checksums.ETag(request.Http.Body), MetadataOf(request.Http)), bucket),
        "GET" => Read(request, Existing(bucket, request.Key)),
        "HEAD" => Head(Existing(bucket, request.Key)),
        "DELETE" => Delete(request, bucket),
        _ => throw S3Xml.NotImplemented(request),
    };

    /// <summary>The headers that S3 keeps with an object.</summary>
    public static IReadOnlyDictionary<string, string> MetadataOf(AwsRequest request) => request.Headers
        .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString()))
        .Where(header => Kept.Contains(header.Name) || header.Name.StartsWith("x-amz-meta-", StringComparison.Ordinal))
        .ToDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal);

    private static StoredObject Existing(Bucket bucket, string key) => bucket.Objects.GetValueOrDefault(key)
        ?? throw new AwsErrorException("NoSuchKey", "The specified key does not exist.", 404);

    private static AwsAnswer Written(StoredObject stored, Bucket bucket) => new AwsAnswer(200, S3Xml.ContentType, [])
        .With("ETag", stored.ETag).With("x-amz-server-side-encryption", bucket.Encryption);

    private static AwsAnswer Head(StoredObject stored)
    {
        var type = stored.Metadata.GetValueOrDefault("content-type", "binary/octet-stream");
        var answer = new AwsAnswer(200, type, stored.Content)
            .With("ETag", stored.ETag)
            .With("Last-Modified", stored.Modified.ToString("R", CultureInfo.InvariantCulture))
            .With("Accept-Ranges", "bytes")
            .With("Content-Length", stored.Content.Length.ToString(CultureInfo.InvariantCulture));
        return stored.Metadata.Where(header => header.Key != "content-type")
            .Aggregate(answer, (known, header) => known.With(header.Key, header.Value));
    }

    private static AwsAnswer Read(S3Request request, StoredObject stored)
    {
        var whole = Head(stored);
        if (request.Http.Header("Range") is not { } range || !range.StartsWith("bytes=", StringComparison.Ordinal)
            || range["bytes=".Length..].Split('-') is not [var first, var last])
            return whole;
        var size = stored.Content.Length;
        var (from, to) = (Number(first), Number(last));
        // bytes=-500 are the last 500.
        var start = from ?? Math.Max(0, size - (to ?? 0));
        var end = from is null ? size - 1 : Math.Min(to ?? size - 1, size - 1);
        if (start >= size || end < start)
            throw new AwsErrorException("InvalidRange", "The requested range is not satisfiable", 416);
        var part = stored.Content[start..(end + 1)];
        return (whole with { Status = 206, Body = part })
            .With("Content-Length", part.Length.ToString(CultureInfo.InvariantCulture))
            .With("Content-Range", $"bytes {start}-{end}/{size}");
    }

    private AwsAnswer Delete(S3Request request, Bucket bucket)
    {
        buckets.Delete(bucket, request.Key);
        return new AwsAnswer(204, S3Xml.ContentType, []);
    }

    private AwsAnswer Copy(S3Request request, Bucket bucket, string source)
    {
        if (Uri.UnescapeDataString(source.TrimStart('/')).Split('?')[0].Split('/', 2) is not [var from, var key])
            throw new AwsErrorException("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        var original = Existing(
            buckets.Find(from) ?? throw new AwsErrorException("NoSuchBucket", "The specified bucket does not exist", 404), key);
        var metadata = request.Http.Header("x-amz-metadata-directive") == "REPLACE" ? MetadataOf(request.Http) : original.Metadata;
        var copy = buckets.Put(bucket, request.Key, original.Content, original.ETag, metadata);
        return S3Xml.Answer(new XElement(
            "CopyObjectResult", new XElement("LastModified", AwsAnswer.Time(copy.Modified)), new XElement("ETag", copy.ETag)));
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
