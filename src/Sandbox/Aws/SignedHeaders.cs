namespace EksIamCdk.Sandbox.Aws;

/// <summary>The signature in the header Authorization.</summary>
internal static class SignedHeaders
{
    /// <summary>Says instead of the body's hash how the body is signed, if at all: <c>UNSIGNED-PAYLOAD</c>, <c>STREAMING-…</c>.</summary>
    public const string ContentHash = "x-amz-content-sha256";

    /// <returns>Null when there is none.</returns>
    public static SignedRequest? Read(AwsRequest request)
    {
        var header = request.Header("Authorization") ?? "";
        if (!header.StartsWith(SignedRequest.Algorithm + " ", StringComparison.Ordinal))
            return null;
        var parts = header[(SignedRequest.Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        if (parts.GetValueOrDefault("Credential")?.Split('/', 2) is not [var key, var scope]
            || parts.GetValueOrDefault("SignedHeaders") is not { } names)
            return null;
        var signed = names.Split(';').ToDictionary(name => name, name => request.Headers[name].ToString(), StringComparer.Ordinal);
        return new SignedRequest
        {
            Method = request.Method,
            Path = request.Path,
            Query = request.Query,
            Headers = signed,
            BodyHash = signed.GetValueOrDefault(ContentHash) is { Length: > 0 and not 64 } said ? said : SignedRequest.Hash(request.Body),
            AccessKeyId = key,
            Scope = scope,
            Date = request.Header("x-amz-date") ?? "",
            Signature = parts.GetValueOrDefault("Signature") ?? "",
        };
    }
}
