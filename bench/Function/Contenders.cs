using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Tests.Harness;

namespace EksIamCdk.Bench.Function;

/// <summary>One GET and one PUT over TLS, and nothing else.</summary>
internal sealed class Floor(string assembly, FakeKubernetes kubernetes)
    : Contender(
        assembly,
        [new Uri(kubernetes.Address, FakeKubernetes.AwsAuthPath).ToString(), FakeKubernetes.AuthorityData],
        new Dictionary<string, string>())
{
    protected override async Task ChangeAsync(int number)
    {
        await Program.StandardInput.WriteLineAsync();
        if (await Program.StandardOutput.ReadLineAsync() is null) throw new InvalidOperationException("the floor program ended");
    }

    protected override Task TakeBackAsync(int number) => Task.CompletedTask;
}

/// <summary>The published function: one aws-auth entry created, from the event to CloudFormation's answer.</summary>
internal sealed class PublishedFunction : Contender
{
    private readonly EmulatedRuntimeApi _runtime;
    private readonly FakeKubernetes _kubernetes;
    private readonly ResponseSink _sink;

    public PublishedFunction(string assembly, EmulatedRuntimeApi runtime, FakeKubernetes kubernetes, ResponseSink sink)
        : base(assembly, [], Variables(runtime))
    {
        (_runtime, _kubernetes, _sink) = (runtime, kubernetes, sink);
        Program.OutputDataReceived += (_, _) => { };
        Program.BeginOutputReadLine();
    }

    protected override Task ChangeAsync(int number) => SendAsync(Event("Create", number));

    protected override Task TakeBackAsync(int number)
    {
        var request = Event("Delete", number);
        request["PhysicalResourceId"] = (string?)_sink.Taken[^1].Json["PhysicalResourceId"];
        return SendAsync(request);
    }

    private async Task SendAsync(JsonObject request)
    {
        var end = await _runtime.InvokeAsync(request.ToJsonString(), TimeSpan.FromSeconds(60));
        if (!end.Succeeded || (string?)_sink.Taken[^1].Json["Status"] != "SUCCESS") throw new InvalidOperationException($"the function failed: {end.Body}");
    }

    private static Dictionary<string, string> Variables(EmulatedRuntimeApi runtime) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = runtime.Address,
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ["EKSIAM_ROLE_ARN"] = "arn:aws:iam::111122223333:role/eks-iam-cdk",
    };

    private JsonObject Event(string type, int number) => new()
    {
        ["RequestType"] = type,
        ["ResponseURL"] = $"{_sink.Address}{type}{number}",
        ["StackId"] = "arn:aws:cloudformation:eu-central-1:111122223333:stack/bench/0001",
        ["RequestId"] = $"{type}{number}",
        ["LogicalResourceId"] = $"Entry{number}",
        ["ResourceType"] = "Custom::EksAwsAuthEntry",
        ["ResourceProperties"] = new JsonObject
        {
            ["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk",
            ["Cluster"] = new JsonObject
            {
                ["Name"] = "demo",
                ["Endpoint"] = _kubernetes.Address.ToString().TrimEnd('/'),
                ["CertificateAuthorityData"] = FakeKubernetes.AuthorityData,
            },
            ["RoleArn"] = $"arn:aws:iam::111122223333:role/Role{number}",
            ["Username"] = "dev:{{SessionName}}",
            ["Groups"] = new JsonArray("devs"),
        },
    };
}
