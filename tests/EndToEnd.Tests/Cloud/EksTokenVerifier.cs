using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Cloud;

/// <summary>Credentials that AWS knows, whose they are, and whom an access entry of the cluster makes of them: nobody when it is null.</summary>
public sealed record KnownCaller(string Arn, string AccessKeyId, string SecretAccessKey, string SessionToken, KubernetesUser? AccessEntry);

/// <summary>
/// What EKS and STS do together with a token of EKS: its presigned URL is checked as Signature Version 4 says, on its own, with no
/// code of the project. https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
/// </summary>
public sealed class EksTokenVerifier(string clusterName, string region, IReadOnlyList<KnownCaller> callers)
{
    private const string Prefix = "k8s-aws-v1.";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);

    private string Host => $"sts.{region}.amazonaws.com";

    /// <summary>A token of one of the callers, signed at that time: the API server remembers whose one it has seen was for some seconds.</summary>
    public string Mint(KnownCaller caller, DateTimeOffset at)
    {
        string[] credential = [caller.AccessKeyId, $"{at:yyyyMMdd}", region, "sts", "aws4_request"];
        var query = new Dictionary<string, string>
        {
            ["Action"] = "GetCallerIdentity",
            ["Version"] = "2011-06-15",
            ["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256",
            ["X-Amz-Credential"] = Uri.EscapeDataString(string.Join('/', credential)),
            ["X-Amz-Date"] = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            ["X-Amz-Expires"] = "60",
            ["X-Amz-Security-Token"] = Uri.EscapeDataString(caller.SessionToken),
            ["X-Amz-SignedHeaders"] = "host%3Bx-k8s-aws-id",
        };
        query["X-Amz-Signature"] = Signature(Host, query, credential, caller.SecretAccessKey);
        var url = $"https://{Host}/?{string.Join('&', query.Select(pair => $"{pair.Key}={pair.Value}"))}";
        return Prefix + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(url));
    }

    /// <summary>Whose a token is; null when it is nobody's, or for another cluster, or too old.</summary>
    public KnownCaller? Verify(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Contains('=', StringComparison.Ordinal))
            return null;
        var url = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length)));
        var start = $"https://{Host}/?";
        if (!url.StartsWith(start, StringComparison.Ordinal))
            return null;

        var query = url[start.Length..].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var credential = Uri.UnescapeDataString(query["X-Amz-Credential"]).Split('/');
        var caller = callers.SingleOrDefault(known => known.AccessKeyId == credential[0]);
        var signed = DateTimeOffset.ParseExact(
            query["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var age = DateTimeOffset.UtcNow - signed;
        if (caller is null || query["Action"] != "GetCallerIdentity" || query["Version"] != "2011-06-15" || query["X-Amz-Expires"] != "60"
            || query["X-Amz-SignedHeaders"] != "host%3Bx-k8s-aws-id" || Uri.UnescapeDataString(query["X-Amz-Security-Token"]) != caller.SessionToken
            || age < TimeSpan.FromMinutes(-5) || age > TokenLifetime)
            return null;

        return query["X-Amz-Signature"] == Signature(Host, query, credential, caller.SecretAccessKey) ? caller : null;
    }

    private string Signature(string host, Dictionary<string, string> query, string[] credential, string secret)
    {
        var canonicalQuery = string.Join('&', query.Where(pair => pair.Key != "X-Amz-Signature")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        var request = $"GET\n/\n{canonicalQuery}\nhost:{host}\nx-k8s-aws-id:{clusterName}\n\nhost;x-k8s-aws-id\n{Hex(SHA256.HashData([]))}";
        var scope = $"{credential[1]}/{region}/sts/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{query["X-Amz-Date"]}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes($"AWS4{secret}"), (signing, part) => HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
