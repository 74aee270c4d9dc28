using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>S3: buckets, and objects in them.
/// <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html"/></summary>
internal sealed class S3Service(BucketStore buckets) : IAwsService
{
    private readonly BucketActions _buckets = new(buckets);
    private readonly ObjectActions _objects = new(buckets);
    private readonly UploadActions _uploads = new(buckets);

    public string Name => "s3";

    public Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        if (AwsChunked.IsUsed(request))
        {
            var chunked = AwsChunked.Read(request.Body);
            Checksums.Check(chunked.Content, chunked.Trailers.GetValueOrDefault);
            request = request with { Body = chunked.Content };
        }
        Checksums.Check(request.Body, request.Header);
        return Task.FromResult(Answer(S3Request.Of(request)));
    }

    public AwsAnswer Refuse(AwsErrorException error)
    {
        var body = new XElement(
            "Error", new XElement("Code", error.Code), new XElement("Message", error.Message), new XElement("RequestId", Guid.NewGuid()));
        return AwsAnswer.Xml(error.Status, body) with { ContentType = S3Xml.ContentType };
    }

    public AwsErrorException Refusal(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => new("AccessDenied", "Access Denied", 403),
        SignatureFault.UnknownKey => new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
        SignatureFault.TooOld =>
            new("RequestTimeTooSkewed", "The difference between the request time and the server's time is too large.", 403),
        _ => new(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
            403),
    };

    private AwsAnswer Answer(S3Request request)
    {
        if (request.Bucket.Length == 0)
            return _buckets.List(request);
        if (request is { Method: "PUT", Key.Length: 0 } && request.Http.Query.Count == 0)
            return _buckets.Create(request);
        var bucket = buckets.Find(request.Bucket)
            ?? throw new AwsErrorException("NoSuchBucket", "The specified bucket does not exist", 404);
        if (request.Http.Header("x-amz-expected-bucket-owner") is { } owner && owner != bucket.AccountId)
            throw new AwsErrorException("AccessDenied", "Access Denied", 403);
        return request.Key.Length == 0 ? _buckets.Answer(request, bucket)
            : request.Has("uploadId") || request.Has("uploads") ? _uploads.Answer(request, bucket)
            : _objects.Answer(request, bucket);
    }
}
