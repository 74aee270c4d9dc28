using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>One request to a service of AWS, read whole.</summary>
internal sealed record AwsRequest
{
    public required string Method { get; init; }

    /// <summary>Host and port that it was sent to.</summary>
    public string Host { get; init; } = "";

    /// <summary>As it is on the wire, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>Names and values of the query, decoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    public IHeaderDictionary Headers { get; init; } = new HeaderDictionary();

    public byte[] Body { get; init; } = [];

    /// <summary>The Region that it was signed for.</summary>
    public string Region { get; init; } = "";

    /// <summary>Who signed it. Null only where a service takes requests of anybody.</summary>
    public VerifiedCaller? Caller { get; init; }

    public string AccountId => Caller?.AccountId ?? "";

    public string? Header(string name) => Headers[name].FirstOrDefault();

    /// <summary>A value of the query; null when it has none of that name.</summary>
    public string? Parameter(string name)
    {
        foreach (var (key, value) in Query)
        {
            if (key == name)
                return value;
        }
        return null;
    }
}
