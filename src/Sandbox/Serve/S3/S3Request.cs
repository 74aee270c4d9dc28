using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>What a request to S3 is about. The bucket is in the path, or in front of the host.
/// <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html"/></summary>
internal sealed record S3Request(AwsRequest Http, string Bucket, string Key)
{
    private static readonly string[] Hosts = [".s3.", ".s3-", ".localhost"];

    public string Method => Http.Method;

    public static S3Request Of(AwsRequest request)
    {
        var path = Uri.UnescapeDataString(request.Path.TrimStart('/'));
        if (InHost(request.Host.Split(':')[0]) is { } bucket)
            return new S3Request(request, bucket, path);
        return path.Split('/', 2) is [var first, var rest] ? new S3Request(request, first, rest) : new S3Request(request, path, "");
    }

    /// <summary>Bucket and key of an URL of an object, as CloudFormation's TemplateURL has them; null when it is none.</summary>
    public static (string Bucket, string Key)? OfUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
            return null;
        var request = Of(new AwsRequest { Method = "GET", Host = parsed.Host, Path = parsed.AbsolutePath });
        return request.Key.Length > 0 ? (request.Bucket, request.Key) : null;
    }

    /// <summary>Whether the query has this name, with a value or without.</summary>
    public bool Has(string name) => Http.Query.Any(pair => pair.Key == name);

    private static string? InHost(string host)
    {
        foreach (var marker in Hosts)
        {
            if (host.IndexOf(marker, StringComparison.Ordinal) is > 0 and var at)
                return host[..at];
        }
        return null;
    }
}
