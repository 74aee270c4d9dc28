using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>
/// AWS Signature Version 4, for requests without S3's exceptions
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
/// </summary>
internal sealed record SignatureV4(AwsCredentials Credentials, string Region, string Service, DateTimeOffset At)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The time as it is signed, the value of <c>X-Amz-Date</c>.</summary>
    public string Date => At.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private string Scope => $"{Date[..8]}/{Region}/{Service}/aws4_request";

    public override string ToString() => $"{Service} in {Region} by {Credentials} at {Date}";

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    /// <param name="method">GET, POST or DELETE.</param>
    /// <param name="path">As it is sent, so encoded once.</param>
    /// <param name="headers">Everything that is signed; <c>host</c> and <c>x-amz-date</c> must be there.</param>
    /// <param name="body">The bytes that are sent.</param>
    /// <param name="query">As <see cref="Query"/> writes it.</param>
    public string Authorization(
        string method, string path, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body, string query = "")
    {
        var canonical = new CanonicalHeaders(headers);
        var signature = Sign(method, path, query, canonical, body);
        return $"{Algorithm} Credential={Credentials.AccessKeyId}/{Scope}, SignedHeaders={canonical.Names}, Signature={signature}";
    }

    /// <summary>The query of a GET that carries its own signature; whoever holds it can send it while it is valid.</summary>
    /// <param name="path">As it is sent, so encoded once.</param>
    /// <param name="query">What the request itself asks.</param>
    /// <param name="headers">The headers that must be sent along, <c>host</c> among them.</param>
    /// <param name="lifetime">Whole seconds.</param>
    public string PresignedQuery(
        string path, IEnumerable<KeyValuePair<string, string>> query, IEnumerable<KeyValuePair<string, string>> headers, TimeSpan lifetime)
    {
        var canonical = new CanonicalHeaders(headers);
        List<KeyValuePair<string, string>> all =
        [
            .. query,
            new("X-Amz-Algorithm", Algorithm),
            new("X-Amz-Credential", $"{Credentials.AccessKeyId}/{Scope}"),
            new("X-Amz-Date", Date),
            new("X-Amz-Expires", ((int)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", canonical.Names),
        ];
        if (Credentials.SessionToken is { } token)
            all.Add(new("X-Amz-Security-Token", token));
        var text = Query(all);
        return $"{text}&X-Amz-Signature={Sign("GET", path, text, canonical, [])}";
    }

    /// <summary>A query as it is signed and sent: escaped, in order.</summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join('&', parameters
        .Select(pair => new Pair(Uri.EscapeDataString(pair.Key), Uri.EscapeDataString(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private string Sign(string method, string path, string query, CanonicalHeaders headers, ReadOnlySpan<byte> body)
    {
        // All services but S3 sign the path encoded once more.
        var twiceEncoded = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var request = $"{method}\n{twiceEncoded}\n{query}\n{headers.Lines}\n{headers.Names}\n{Hex(SHA256.HashData(body))}";
        var toSign = $"{Algorithm}\n{Date}\n{Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{Credentials.SecretAccessKey}");
        foreach (var part in Scope.Split('/'))
            key = Hmac(key, part);
        return Hex(Hmac(key, toSign));
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    // A class: sorting a struct would be compiled at each cold start.
    private sealed record Pair(string Name, string Value);

    private sealed class CanonicalHeaders
    {
        public CanonicalHeaders(IEnumerable<KeyValuePair<string, string>> headers)
        {
            var sorted = headers
                .Select(pair => new Pair(pair.Key.ToLowerInvariant(), OneSpaced(pair.Value)))
                .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .ToList();
            Names = string.Join(';', sorted.Select(pair => pair.Name));
            Lines = string.Concat(sorted.Select(pair => $"{pair.Name}:{pair.Value}\n"));
        }

        /// <summary><c>host;x-amz-date</c>.</summary>
        public string Names { get; }

        public string Lines { get; }

        private static string OneSpaced(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
