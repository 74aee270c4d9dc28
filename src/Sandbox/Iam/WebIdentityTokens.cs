using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Iam;

/// <summary>Tokens of OIDC issuers, such as service accounts and CI jobs have them. They are good in this sandbox only, which plays all
/// issuers with one key.</summary>
internal sealed class WebIdentityTokens(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <param name="issuer">With <c>https://</c>.</param>
    /// <param name="claims"><c>sub</c>, <c>aud</c> and others.</param>
    public string Issue(string issuer, IReadOnlyDictionary<string, string> claims)
    {
        var payload = new JsonObject(claims.Select(claim => KeyValuePair.Create(claim.Key, (JsonNode?)claim.Value)))
        {
            ["iss"] = issuer,
            ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
        };
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(payload.ToJsonString())}";
        return $"{signed}.{Signature(signed)}";
    }

    /// <returns>Null for what this sandbox has not issued, or what is too old.</returns>
    public (string Issuer, IReadOnlyDictionary<string, string> Claims)? Read(string token)
    {
        if (token.LastIndexOf('.') is not (> 0 and var dot)
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Signature(token[..dot])), Encoding.ASCII.GetBytes(token[(dot + 1)..])))
            return null;
        var payload = JsonSerializer.Deserialize<JsonObject>(Base64Url.DecodeFromChars(token[..dot].Split('.')[1]))!;
        return (long?)payload["exp"] > time.GetUtcNow().ToUnixTimeSeconds()
            ? ((string)payload["iss"]!, payload.Where(claim => claim.Key is not ("iss" or "iat" or "exp"))
                .ToDictionary(claim => claim.Key, claim => claim.Value?.ToString() ?? "", StringComparer.Ordinal))
            : null;
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string Signature(string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)));
}
