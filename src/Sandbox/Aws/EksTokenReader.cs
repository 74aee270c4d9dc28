using System.Buffers.Text;
using System.Globalization;
using System.Text;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>Takes the bearer token of EKS apart: a presigned <c>GetCallerIdentity</c>. What the authenticator refuses is refused here.
/// <see href="https://github.com/kubernetes-sigs/aws-iam-authenticator#how-it-works"/></summary>
internal static class EksTokenReader
{
    private const string Prefix = "k8s-aws-v1.";
    private const string ClusterHeader = "x-k8s-aws-id";

    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token",
        "X-Amz-SignedHeaders", "X-Amz-Signature",
    };

    /// <returns>Null when this is no such token, or not one that is sent on to STS.</returns>
    public static (SignedRequest Request, string? SessionToken)? Read(string token, string clusterName)
    {
        if (Url(token) is not { } url || !url.StartsWith("https://", StringComparison.Ordinal)
            || url[8..].Split('?', 2) is not [var place, var queryText])
            return null;
        var (host, path) = place.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash
            ? (place[..slash], place[slash..])
            : (place, "/");
        var query = SignedRequest.ReadQuery(queryText);
        string? Value(string name) => query.FirstOrDefault(pair => pair.Key == name).Value;
        var signedHeaders = Value("X-Amz-SignedHeaders")?.Split(';') ?? [];
        var asksForIdentity = path == "/" && Value("Action") == "GetCallerIdentity" && query.All(pair => Allowed.Contains(pair.Key));
        var expires = int.TryParse(Value("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and <= 900;
        if (!asksForIdentity || !expires || Value("X-Amz-Algorithm") != SignedRequest.Algorithm
            || !signedHeaders.Contains(ClusterHeader) || !signedHeaders.Contains("host")
            || Value("X-Amz-Credential")?.Split('/', 2) is not [var accessKeyId, var scope]
            || scope.Split('/') is not [_, var region, "sts", _] || (host != AwsDomain.Host("sts", region) && host != "sts.amazonaws.com"))
        {
            return null;
        }
        var request = new SignedRequest
        {
            Method = "GET",
            Path = path,
            Query = [.. query.Where(pair => pair.Key != "X-Amz-Signature")],
            // The cluster's name is not in the token: a token for another cluster has another signature.
            Headers = signedHeaders.ToDictionary(
                name => name, name => name switch { "host" => host, ClusterHeader => clusterName, _ => "" }, StringComparer.Ordinal),
            BodyHash = SignedRequest.Hash([]),
            AccessKeyId = accessKeyId,
            Scope = scope,
            Date = Value("X-Amz-Date") ?? "",
            Signature = Value("X-Amz-Signature") ?? "",
        };
        return (request, Value("X-Amz-Security-Token"));
    }

    private static string? Url(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(Prefix.Length)) || token.EndsWith('='))
            return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length)));
    }
}
