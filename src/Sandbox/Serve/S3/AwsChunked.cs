using System.Globalization;
using System.Text;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>A body in chunks, as SDKs send what they have not hashed before; checksums may follow it.
/// <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html"/></summary>
internal sealed record AwsChunked(byte[] Content, IReadOnlyDictionary<string, string> Trailers)
{
    public static bool IsUsed(AwsRequest request) =>
        request.Header(SignedHeaders.ContentHash)?.StartsWith("STREAMING-", StringComparison.Ordinal) == true;

    /// <exception cref="AwsErrorException">It is not in chunks, or cut off.</exception>
    public static AwsChunked Read(ReadOnlySpan<byte> body)
    {
        using var content = new MemoryStream();
        while (true)
        {
            // 400;chunk-signature=0b…
            var head = Line(ref body);
            if (!int.TryParse(head.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                || size > body.Length)
                throw Incomplete();
            if (size == 0)
                break;
            content.Write(body[..size]);
            body = body[size..];
            if (!body.StartsWith("\r\n"u8))
                throw Incomplete();
            body = body[2..];
        }
        var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (body.Length > 0 && Line(ref body) is { Length: > 0 } line)
        {
            if (line.Split(':', 2) is [var name, var value])
                trailers[name.Trim()] = value.Trim();
        }
        return new AwsChunked(content.ToArray(), trailers);
    }

    private static string Line(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)'\n');
        if (end < 0)
            throw Incomplete();
        var line = Encoding.ASCII.GetString(body[..end]).TrimEnd('\r');
        body = body[(end + 1)..];
        return line;
    }

    private static AwsErrorException Incomplete() =>
        new("IncompleteBody", "The request body terminated unexpectedly");
}
