using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>
/// An event is answered once, in the form that CloudFormation takes, and never with a bug; one without a ResponseURL is answered to nobody.
/// What can be read is not worked on: that would be another cluster for each case.
/// </summary>
internal sealed class EventTarget : IFuzzTarget
{
    private const string Url = "https://cloudformation-custom-resource-response.s3.amazonaws.com/arn%3Aaws%3Acloudformation?X-Amz-Signature=secret";

    private static readonly string[] s_properties =
    [
        """{"RoleArn":"arn:aws:iam::111122223333:role/Dev","Username":"dev:{{SessionName}}","Groups":["developers"],"OnConflict":"Fail","AllowLockout":"false"}""",
        """{"UserArn":"arn:aws:iam::111122223333:user/jane","Username":"jane","Groups":[]}""",
        """{"AccountId":"111122223333"}""",
        """{"OnDelete":"Retain"}""",
        """{"PrincipalArn":"arn:aws:iam::111122223333:role/Dev","Username":"dev","KubernetesGroups":["g"],"AccessPolicies":[{"PolicyArn":"arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy","AccessScope":{"Type":"namespace","Namespaces":["dev"]}}]}""",
        """{"Username":"u","Groups":["g"],"Allowed":[{"Verb":"get","Resource":"pods","Namespace":"dev"}],"Denied":[{"Verb":"get","NonResourceUrl":"/metrics"}],"WaitSeconds":"3"}""",
        """{"Mode":"API"}""",
        """{}""",
    ];

    private static readonly string[] s_types =
    [
        "Custom::EksAwsAuthEntry", "Custom::EksAwsAuthEntry", "Custom::EksAwsAuthEntry", "Custom::EksKubernetesObject", "Custom::EksAccessEntry", "Custom::EksAccessCheck",
        "Custom::EksAuthenticationMode", "Custom::EksClusterLookup",
    ];

    private static readonly ThreadLocal<Function> s_function = new(() => new Function());

    public string Name => "event";

    public int Share => 5;

    public string Input(int number)
    {
        var dice = Dice.Of(Name, number);
        var given = Event(dice);
        if (dice.OneIn(4)) given = Wrapped(given, dice);
        if (dice.OneIn(5)) given = Dead(given, dice);
        if (dice.OneIn(8)) given = Wrapped(given, dice);
        return JsonMutator.Mutated(given, dice);
    }

    public Verdict Judge(string text, int number)
    {
        var dice = Dice.Of("event choices", number);
        var body = Encoding.UTF8.GetBytes(text);
        if (body.Length > 0 && dice.OneIn(10)) body[dice.Below(body.Length)] = (byte)dice.Below(256);
        return s_function.Value!.Judge(body);
    }

    private static string Event(Dice dice)
    {
        var kind = dice.Below(s_types.Length);
        var type = dice.Of(["Create", "Update", "Delete"]);
        var cluster = dice.Of(
        [
            """{"Name":"demo","Endpoint":"https://demo.example.com","CertificateAuthorityData":"Zm9v"}""", """{"Name":"demo"}""",
            """{"Name":"demo","Arn":"arn:aws:eks:eu-west-1:111122223333:cluster/demo","Region":"eu-west-1","AccessRoleArn":"arn:aws:iam::111122223333:role/in","ExternalId":"x"}""",
        ]);
        var properties = JsonNode.Parse(s_properties[kind])!.AsObject();
        if (s_types[kind] == "Custom::EksKubernetesObject") properties["Manifest"] = dice.OneIn(2) ? dice.Of(ManifestTarget.Seeds) : JsonMutator.Mutated(dice.Of(ManifestTarget.Seeds), dice);
        properties["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:f";
        properties["Cluster"] = JsonNode.Parse(cluster);
        var given = new JsonObject
        {
            ["RequestType"] = type,
            ["ResponseURL"] = Url,
            ["StackId"] = "arn:aws:cloudformation:eu-central-1:111122223333:stack/dev/1",
            ["RequestId"] = "11111111-2222-3333-4444-555555555555",
            ["LogicalResourceId"] = "Dev",
            ["ResourceType"] = s_types[kind],
            ["ResourceProperties"] = properties,
        };
        if (type != "Create") given["PhysicalResourceId"] = dice.Of(["aws-auth|demo|role|arn:aws:iam::111122223333:role/dev", "none|Dev", "stack-Dev-ABC"]);
        if (type == "Update") given["OldResourceProperties"] = properties.DeepClone();
        return given.ToJsonString();
    }

    private static string Wrapped(string given, Dice dice) => new JsonObject
    {
        ["Records"] = new JsonArray(new JsonObject { ["EventSource"] = "aws:sns", ["Sns"] = new JsonObject { ["Message"] = dice.OneIn(3) ? JsonMutator.Mutated(given, dice) : given } }),
    }.ToJsonString();

    private static string Dead(string given, Dice dice) => new JsonObject
    {
        ["version"] = "1.0",
        ["requestContext"] = new JsonObject { ["condition"] = "RetriesExhausted", ["approximateInvokeCount"] = 3 },
        ["requestPayload"] = JsonNode.Parse(given),
        ["responseContext"] = dice.OneIn(3) ? null : new JsonObject { ["statusCode"] = 200, ["functionError"] = "Unhandled" },
        ["responsePayload"] = dice.OneIn(3) ? null : new JsonObject { ["errorType"] = dice.Of(["Runtime.ExitError", "Sandbox.Timedout", "Runtime.OutOfMemory", "NotAnswered", "x"]), ["errorMessage"] = "why" },
    }.ToJsonString();

    /// <summary>The function's own way from a body to its answer, short of the work itself.</summary>
    private sealed class Function : HttpMessageHandler, IRequestHandler
    {
        private readonly RequestReader _reader = new(new ResourceReader("eu-central-1"));
        private readonly List<(Uri Url, byte[] Body)> _sent = [];
        private readonly Invocation _invocation;

        public Function()
        {
            var log = new Log(new LogWriter(Stream.Null, LogLevel.Debug, TimeProvider.System));
            var clusters = new ClusterConnector(AwsEnvironment.FromVariables(_ => null), TimeProvider.System);
            _invocation = new Invocation(this, new DriftWork(clusters, "eu-central-1", TimeProvider.System, log), new ResponseSender(this, TimeProvider.System, log), TimeProvider.System, log);
        }

        public Verdict Judge(byte[] body)
        {
            _sent.Clear();
            var now = DateTimeOffset.UtcNow;
            var outcome = _invocation.RunAsync(new Delivery("1", body, Deadline.Until(now.AddMinutes(2), now)), CancellationToken.None).GetAwaiter().GetResult();
            var (envelope, failure) = EnvelopeReader.Read(body);
            if (outcome is Outcome.Failed { ErrorType: var code, Message: var message })
            {
                if (_sent.Count > 0) return Verdict.Wrong($"it ends as {code}, and an answer was sent: {message}");
                if (code == Outcome.NotAnswered) return new Verdict("no URL of any host");
                return code == ErrorCode.EventUnreadable.ToString() && envelope is null ? new Verdict("unreadable") : Verdict.Wrong($"it ends as {message}");
            }

            if (envelope is null) return Verdict.Wrong($"it is taken for answered, and is unreadable: {failure!.Reason}");
            return _sent is [var one] ? Judge(envelope, one.Url, one.Body) : Verdict.Wrong($"{_sent.Count} answers were sent");
        }

        public Task<Answer> HandleAsync(Envelope envelope, Deadline deadline, Progress progress, CancellationToken cancellationToken) => Task.FromResult(_reader.Read(envelope) switch
        {
            RequestReading.Readable { Request: var request } => Answer.Success(request.PhysicalResourceId, new Dictionary<string, string> { ["IdOnFailure"] = request.IdOnFailure }),
            RequestReading.Answered { Answer: var answer } => answer,
            _ => throw new System.Diagnostics.UnreachableException(),
        });

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _sent.Add((request.RequestUri!, await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }

        private static Verdict Judge(Envelope envelope, Uri url, byte[] body)
        {
            if (!envelope.ResponseUrl.Contains(url.Host, StringComparison.OrdinalIgnoreCase)) return Verdict.Wrong($"it is answered to {url.Host}");
            if (body.Length > AnswerBody.MaxBytes) return Verdict.Wrong($"the answer has {body.Length} bytes");
            using var document = JsonDocument.Parse(body);
            var answer = document.RootElement;
            if (answer.GetProperty("PhysicalResourceId").GetString() is not { Length: > 0 }) return Verdict.Wrong("the answer has an empty id");
            if (answer.GetProperty("Status").GetString() == "SUCCESS") return new Verdict("read");

            var reason = answer.GetProperty("Reason").GetString()!;
            if (reason.Contains("X-Amz-Signature", StringComparison.Ordinal)) return Verdict.Wrong("the reason shows the secret of the URL");
            var code = new[] { "001", "010", "042" }.FirstOrDefault(code => reason.Contains($"[EKSIAM{code}]", StringComparison.Ordinal));
            return code is null ? Verdict.Wrong($"it is answered with {reason}") : new Verdict($"EKSIAM{code}");
        }
    }
}
