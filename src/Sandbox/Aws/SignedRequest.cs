using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>A request signed with AWS Signature Version 4, taken apart so that its signature can be checked. Written from the
/// documentation, apart from the code that signs, so that one holds the other.
/// <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/></summary>
internal sealed record SignedRequest
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public required string Method { get; init; }

    /// <summary>As it is on the wire.</summary>
    public required string Path { get; init; }

    /// <summary>Names and values, decoded; without the signature itself.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    /// <summary>The signed headers with their values, by lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string BodyHash { get; init; }

    public required string AccessKeyId { get; init; }

    /// <summary><c>20260701/eu-west-1/sts/aws4_request</c>.</summary>
    public required string Scope { get; init; }

    /// <summary><c>20260701T120000Z</c>.</summary>
    public required string Date { get; init; }

    public required string Signature { get; init; }

    public DateTimeOffset? SignedAt =>
        DateTimeOffset.TryParseExact(Date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    public string Service => Scope.Split('/') is [_, _, var service, _] ? service : "";

    public string Region => Scope.Split('/') is [_, var region, _, _] ? region : "";

    /// <summary>Splits <c>a=b&amp;c=d</c> and decodes it.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadQuery(string query) =>
    [
        .. query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.Length == 2 ? pair[1] : ""))),
    ];

    public static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Whether this was signed with that secret.</summary>
    public bool IsSignedWith(string secretAccessKey)
    {
        if (Scope.Split('/') is not [var day, var region, var service, "aws4_request"] || !Date.StartsWith(day, StringComparison.Ordinal))
            return false;
        var toSign = string.Join('\n', Algorithm, Date, Scope, Hash(Encoding.UTF8.GetBytes(Canonical())));
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in new[] { day, region, service, "aws4_request", toSign })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)), Encoding.ASCII.GetBytes(Signature));
    }

    private string Canonical()
    {
        // The path is encoded once more than it was for sending; S3 alone takes it as it is.
        var path = Service == "s3" ? Path : string.Join('/', Path.Split('/').Select(Uri.EscapeDataString));
        var query = string.Join('&', Query
            .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));
        var names = Headers.Keys.Order(StringComparer.Ordinal).ToList();
        var headers = string.Concat(
            names.Select(name => $"{name}:{string.Join(' ', Headers[name].Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n"));
        return string.Join('\n', Method, path, query, headers, string.Join(';', names), BodyHash);
    }
}
