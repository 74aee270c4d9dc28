using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>Objects that come in parts. <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html"/></summary>
internal sealed class UploadActions(BucketStore buckets)
{
    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);

    public AwsAnswer Answer(S3Request request, Bucket bucket) => request.Method switch
    {
        "POST" when request.Has("uploads") => Begin(request, bucket),
        "PUT" => Take(request),
        "POST" => Complete(request, bucket),
        "DELETE" => Abort(request),
        _ => throw S3Xml.NotImplemented(request),
    };

    private AwsAnswer Begin(S3Request request, Bucket bucket)
    {
        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = new Upload(ObjectActions.MetadataOf(request.Http));
        return S3Xml.Answer(new XElement(
            "InitiateMultipartUploadResult",
            new XElement("Bucket", bucket.Name), new XElement("Key", request.Key), new XElement("UploadId", id)));
    }

    private AwsAnswer Take(S3Request request)
    {
        if (!int.TryParse(request.Http.Parameter("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 10_000)
            throw new AwsErrorException("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        Find(request).Parts[number] = request.Http.Body;
        return new AwsAnswer(200, S3Xml.ContentType, []).With("ETag", Checksums.ETag(request.Http.Body));
    }

    private AwsAnswer Complete(S3Request request, Bucket bucket)
    {
        var upload = Find(request);
        List<byte[]> parts = [];
        foreach (var number in S3Xml.Texts(S3Xml.Read(request.Http.Body), "PartNumber"))
        {
            parts.Add(int.TryParse(number, out var known) && upload.Parts.TryGetValue(known, out var part)
                ? part
                : throw new AwsErrorException("InvalidPart", "One or more of the specified parts could not be found."));
        }
        _uploads.TryRemove(request.Http.Parameter("uploadId")!, out _);
        var stored = buckets.Put(bucket, request.Key, [.. parts.SelectMany(part => part)], Checksums.ETag(parts), upload.Metadata);
        return S3Xml.Answer(new XElement(
            "CompleteMultipartUploadResult",
            new XElement("Bucket", bucket.Name), new XElement("Key", request.Key), new XElement("ETag", stored.ETag)));
    }

    private AwsAnswer Abort(S3Request request)
    {
        _uploads.TryRemove(request.Http.Parameter("uploadId") ?? "", out _);
        return new AwsAnswer(204, S3Xml.ContentType, []);
    }

    private Upload Find(S3Request request) => _uploads.GetValueOrDefault(request.Http.Parameter("uploadId") ?? "")
        ?? throw new AwsErrorException(
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
            404);

    private sealed record Upload(IReadOnlyDictionary<string, string> Metadata)
    {
        public ConcurrentDictionary<int, byte[]> Parts { get; } = new();
    }
}
