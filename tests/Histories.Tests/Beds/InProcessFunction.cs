using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>The function's own code in this process, with all of it but the loop on the Runtime API: a hurried clock makes its pauses
/// cost nothing.</summary>
internal sealed class InProcessFunction : IFunctionProcess
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    private readonly HurriedClock _clock = new(DateTimeOffset.UtcNow);
    private readonly CancellationTokenSource _killed = new();
    private readonly ClusterConnector _clusters;
    private readonly ResponseSender _sender;
    private readonly Invocation _invocation;

    public InProcessFunction(string accessKeyId, HttpMessageHandler answers)
    {
        AccessKeyId = accessKeyId;
        var variables = new Dictionary<string, string>
        {
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = accessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1",
            ["EKSIAM_ROLE_ARN"] = "arn:aws:iam::111122223333:role/eks-iam-cdk",
        };
        var log = new Log(new LogWriter(Stream.Null, LogLevel.Error, _clock));
        _clusters = new ClusterConnector(AwsEnvironment.FromVariables(variables.GetValueOrDefault), _clock);
        _sender = new ResponseSender(answers, _clock, log);
        var handler = new RequestHandler(new RequestReader(new ResourceReader(variables["AWS_REGION"])), _clusters, awaitsAccessEntries: false, _clock, log);
        _invocation = new Invocation(handler, new DriftWork(_clusters, variables["AWS_REGION"], _clock, log), _sender, _clock, log);
    }

    public string AccessKeyId { get; }

    public bool IsDead => _killed.IsCancellationRequested;

    public TimeProvider Time => _clock;

    public async Task<bool?> InvokeAsync(byte[] payload)
    {
        var now = _clock.GetUtcNow();
        try
        {
            var outcome = await _invocation.RunAsync(new Delivery("1", payload, Deadline.Until(now + TimeLimit, now)), _killed.Token);
            return outcome is Outcome.Answered;
        }
        catch (OperationCanceledException) when (IsDead)
        {
            return null;
        }
    }

    public void Kill() => _killed.Cancel();

    public void Wait(TimeSpan time) => _clock.Pass(time);

    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _clusters.Dispose();
        _killed.Dispose();
        return ValueTask.CompletedTask;
    }
}
