using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Bench.Crowd.Bed;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.Bench.Crowd;

/// <summary>One invocation as it is in an execution environment of its own: the function's code, with connections and a log that nobody shares.</summary>
internal sealed class Member : IDisposable
{
    /// <summary>That of the function in a template.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(120);

    private readonly int _number;
    private readonly ICluster _cluster;
    private readonly MemoryStream _log = new();
    private readonly ResponseUrl _answer = new();
    private readonly ClusterConnector _clusters;
    private readonly ResponseSender _sender;
    private readonly Invocation _invocation;

    public Member(int number, ICluster cluster)
    {
        (_number, _cluster) = (number, cluster);
        var variables = new Dictionary<string, string>
        {
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ["EKSIAM_ROLE_ARN"] = "arn:aws:iam::111122223333:role/eks-iam-cdk",
        };
        var time = TimeProvider.System;
        var log = new Log(new LogWriter(_log, LogLevel.Debug, time));
        _clusters = new ClusterConnector(AwsEnvironment.FromVariables(variables.GetValueOrDefault), time);
        _sender = new ResponseSender(_answer, time, log);
        var handler = new RequestHandler(new RequestReader(new ResourceReader("eu-central-1")), _clusters, awaitsAccessEntries: false, time, log);
        _invocation = new Invocation(handler, new DriftWork(_clusters, "eu-central-1", time, log), _sender, time, log);
    }

    public string Role => $"arn:aws:iam::111122223333:role/r{_number:000}";

    /// <summary>Null while CloudFormation has no answer.</summary>
    public string? Status => _answer.Status;

    public string Reason => _answer.Reason;

    /// <summary>How many times it tried to write aws-auth.</summary>
    public int Writes => LinesWith("\"message\":\"Step\",\"step\":\"update configmaps kube-system/aws-auth\"");

    /// <returns>When CloudFormation has its answer and the history its record.</returns>
    public Task CreateAsync()
    {
        var now = DateTimeOffset.UtcNow;
        return _invocation.RunAsync(new Delivery(_number.ToString("000", null), Event(), Deadline.Until(now + TimeLimit, now)), CancellationToken.None);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _clusters.Dispose();
        _answer.Dispose();
        _log.Dispose();
    }

    private int LinesWith(string what) => Encoding.UTF8.GetString(_log.ToArray()).Split(what).Length - 1;

    private byte[] Event() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["RequestType"] = "Create",
        ["ResponseURL"] = "https://answers.example/1",
        ["StackId"] = $"arn:aws:cloudformation:eu-central-1:111122223333:stack/s{_number}/5f3c1b2a",
        ["RequestId"] = $"r{_number}",
        ["LogicalResourceId"] = "Entry",
        ["ResourceType"] = "Custom::EksAwsAuthEntry",
        ["ResourceProperties"] = new JsonObject
        {
            ["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk",
            ["Cluster"] = new JsonObject
            {
                ["Name"] = "demo",
                ["Endpoint"] = _cluster.Endpoint,
                ["CertificateAuthorityData"] = _cluster.CertificateAuthorityData,
            },
            ["RoleArn"] = Role,
            ["Username"] = $"u{_number}",
            ["Groups"] = new JsonArray("developers"),
        },
    }.ToJsonString());

    /// <summary>Takes the answer at once.</summary>
    private sealed class ResponseUrl : HttpMessageHandler
    {
        public string? Status { get; private set; }

        public string Reason { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken))!;
            (Status, Reason) = ((string?)answer[nameof(Status)], (string?)answer[nameof(Reason)] ?? "");
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
