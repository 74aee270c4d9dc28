using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Bench.Contest.Bed;

/// <summary>The local endpoint of EKS and STS, the same for all entrants: DescribeCluster and AssumeRole.</summary>
internal sealed class AwsSide : IAsyncDisposable
{
    /// <summary>An access key of somebody whom the cluster lets in and who may do nothing there.</summary>
    public const string StrangerKey = "AKIASTRANGERSTRANGER";

    public const string EntrantKey = "AKIAENTRANTENTRANT00";

    private readonly ICluster _cluster;
    private LocalServer? _server;
    private int _calls;

    private AwsSide(ICluster cluster) => _cluster = cluster;

    public string Url => _server!.Address.ToString().TrimEnd('/');

    public int Calls => _calls;

    /// <summary>Where the cluster is said to be; null: where it is.</summary>
    public (string Endpoint, string CertificateAuthorityData)? Elsewhere { get; set; }

    public static async Task<AwsSide> StartAsync(ICluster cluster)
    {
        var aws = new AwsSide(cluster);
        aws._server = await LocalServer.StartAsync(aws.AnswerAsync);
        return aws;
    }

    public static bool IsStrangers(string token)
    {
        var presigned = token.Split('.', 2)[^1];
        return token.StartsWith("k8s-aws-v1.", StringComparison.Ordinal)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(presigned)).Contains(StrangerKey, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _calls);
        if (http.Request.Path == $"/clusters/{Things.ClusterName}")
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(Description().ToJsonString());
            return;
        }

        // AssumeRole: whoever asks keeps the key.
        var key = http.Request.Headers.Authorization.ToString().Contains(StrangerKey, StringComparison.Ordinal) ? StrangerKey : EntrantKey;
        http.Response.ContentType = "text/xml";
        await http.Response.WriteAsync($"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
              <AssumedRoleUser><AssumedRoleId>AROA:bench</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/creator/bench</Arn></AssumedRoleUser>
              <Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
                <Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """);
    }

    private JsonObject Description()
    {
        var (endpoint, authority) = Elsewhere ?? (_cluster.Endpoint, _cluster.CertificateAuthorityData);
        return new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = Things.ClusterName,
                ["arn"] = $"arn:aws:eks:eu-central-1:111122223333:cluster/{Things.ClusterName}",
                ["status"] = "ACTIVE",
                ["endpoint"] = endpoint,
                ["certificateAuthority"] = new JsonObject { ["data"] = authority },
            },
        };
    }
}
