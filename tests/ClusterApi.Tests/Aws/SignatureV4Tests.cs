using System.Text;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi.Tests.Aws;

/// <summary>Our signer against the one of the AWS SDK, byte for byte, over inputs made from a fixed seed.</summary>
public sealed class SignatureV4Tests
{
    private static readonly string[] Regions =
    [
        "eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_token_is_the_URL_that_the_SDK_presigns(int seed)
    {
        var (random, credentials, region, at) = Given(seed);
        var cluster = Text(random, "abcXYZ019-_", 1, 100);
        var host = AwsDomain.Host("sts", region);

        var token = EksToken.Create(credentials, region, cluster, at);

        var request = new DefaultRequest(new GetCallerIdentityRequest(), "sts")
        {
            HttpMethod = "GET",
            Endpoint = new Uri($"https://{host}"),
            ResourcePath = "/",
            UseQueryString = true,
        };
        request.Parameters["Action"] = "GetCallerIdentity";
        request.Parameters["Version"] = "2011-06-15";
        request.Parameters["X-Amz-Expires"] = "60";
        request.Headers["x-k8s-aws-id"] = cluster;
        if (credentials.SessionToken is { } session)
            request.Parameters["X-Amz-Security-Token"] = session;
        var signed = AWS4PreSignedUrlSigner.SignRequest(
            request, Config(region), new RequestMetrics(), credentials.AccessKeyId, credentials.SecretAccessKey, "sts", region, at.UtcDateTime);
        Assert.Equal(Pairs(request, signed), Pairs(Decoded(token, host)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_signed_request_has_the_authorization_that_the_SDK_gives_it(int seed)
    {
        var (random, credentials, region, at) = Given(seed);
        var post = random.Next(2) == 0;
        var body = post ? Text(random, "abc=&%20+/äß😀", 0, 200) : "";
        var name = Text(random, "abc019-_~ äß:+", 1, 40);
        var path = post ? "/" : $"/clusters/{Uri.EscapeDataString(name)}";
        var request = new DefaultRequest(new GetCallerIdentityRequest(), "eks")
        {
            HttpMethod = post ? "POST" : "GET",
            Endpoint = new Uri($"https://{AwsDomain.Host("eks", region)}"),
            ResourcePath = post ? "/" : "/clusters/{name}",
            Content = Encoding.UTF8.GetBytes(body),
        };
        request.AddPathResource("{name}", name);
        if (post)
            request.Headers["Content-Type"] = "application/x-www-form-urlencoded";
        if (credentials.SessionToken is { } session)
            request.Headers["X-Amz-Security-Token"] = session;
        var expected = new AWS4Signer().SignRequest(
            request, Config(region), new RequestMetrics(), credentials.AccessKeyId, credentials.SecretAccessKey, at.UtcDateTime);

        // The SDK chooses what it signs; the same headers are signed here.
        var headers = expected.SignedHeaders.Split(';').Select(name =>
            new KeyValuePair<string, string>(name, name == "host" ? request.Endpoint.Authority : request.Headers.First(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value));
        var actual = new SignatureV4(credentials, region, "eks", at).Authorization(request.HttpMethod, path, headers, Encoding.UTF8.GetBytes(body));

        Assert.Equal(
            expected.ForAuthorizationHeader.Replace(" ", "", StringComparison.Ordinal),
            actual.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_is_unpadded_base64url_and_holds_what_the_authenticator_lets_through_only()
    {
        for (var length = 1; length < 5; length++)
        {
            var token = EksToken.Create(new AwsCredentials("AKID", "secret", "to/ken+="), "eu-central-1", new string('c', length), DateTimeOffset.UnixEpoch);

            Assert.Matches("^k8s-aws-v1\\.[A-Za-z0-9_-]+$", token);
            Assert.Equal(
                ["Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-SignedHeaders"],
                Pairs(Decoded(token, "sts.eu-central-1.amazonaws.com")).Select(pair => pair.Split('=')[0]));
        }
    }

    [Theory]
    [InlineData("eu-central-1", "sts.eu-central-1.amazonaws.com")]
    [InlineData("us-gov-east-1", "sts.us-gov-east-1.amazonaws.com")]
    [InlineData("cn-northwest-1", "sts.cn-northwest-1.amazonaws.com.cn")]
    [InlineData("us-iso-west-1", "sts.us-iso-west-1.c2s.ic.gov")]
    [InlineData("us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov")]
    [InlineData("eu-isoe-west-1", "sts.eu-isoe-west-1.cloud.adc-e.uk")]
    [InlineData("us-isof-south-1", "sts.us-isof-south-1.csp.hci.ic.gov")]
    [InlineData("eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu")]
    public void Each_partition_has_its_domain(string region, string host) => Assert.Equal(host, AwsDomain.Host("sts", region));

    [Fact]
    public void The_text_of_credentials_and_signatures_holds_no_secret()
    {
        var credentials = new AwsCredentials("AKID", "very-secret", "session-token");

        Assert.Equal("AKID", $"{credentials}");
        Assert.Equal("sts in eu-central-1 by AKID at 19700101T000000Z", $"{new SignatureV4(credentials, "eu-central-1", "sts", DateTimeOffset.UnixEpoch)}");
    }

    private static (Random Random, AwsCredentials Credentials, string Region, DateTimeOffset At) Given(int seed)
    {
        var random = new Random(seed);
        var credentials = new AwsCredentials(
            Text(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 20, 20),
            Text(random, "abcdefABCDEF0189+/", 40, 40),
            random.Next(3) == 0 ? null : Text(random, "abcdefABCDEF0189+/=", 100, 900));
        return (random, credentials, Regions[random.Next(Regions.Length)], DateTimeOffset.UnixEpoch.AddSeconds(random.Next()));
    }

    private static string Text(Random random, string alphabet, int shortest, int longest)
    {
        var runes = alphabet.EnumerateRunes().ToArray();
        return string.Concat(random.GetItems(runes, random.Next(shortest, longest + 1)));
    }

    private static AmazonSecurityTokenServiceConfig Config(string region) => new() { AuthenticationRegion = region, AuthenticationServiceName = "eks" };

    private static string Decoded(string token, string host)
    {
        var base64 = token["k8s-aws-v1.".Length..].Replace('-', '+').Replace('_', '/');
        var url = Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
        Assert.StartsWith($"https://{host}/?", url, StringComparison.Ordinal);
        return url[$"https://{host}/?".Length..];
    }

    private static IEnumerable<string> Pairs(string query) => query.Split('&').Order(StringComparer.Ordinal);

    private static IEnumerable<string> Pairs(DefaultRequest request, AWS4SigningResult signed) =>
        Pairs(string.Join('&',
            request.Parameters.Where(pair => !pair.Key.StartsWith("X-Amz-", StringComparison.Ordinal) || pair.Key is "X-Amz-Expires" or "X-Amz-Security-Token")
                .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}").Append(signed.ForQueryParameters)));
}
