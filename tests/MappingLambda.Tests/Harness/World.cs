using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>A function with all it meets in AWS: its real loop on a Runtime API, a response sink, an API server, EKS and STS.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string StackId = "arn:aws:cloudformation:eu-central-1:111122223333:stack/access/6a5f4c30-0000-11ee-be56-0242ac120002";

    /// <summary>The role of the function.</summary>
    public const string FunctionRole = "arn:aws:iam::111122223333:role/eks-iam-cdk";

    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _log = new();
    private readonly string _logFile = Path.Combine(Path.GetTempPath(), $"eks-iam-cdk-log-{Guid.NewGuid():N}");
    private Func<Task>? _stopFunction;
    private int _requests;

    public required EmulatedRuntimeApi RuntimeApi { get; init; }

    public required ResponseSink Sink { get; init; }

    public required FakeKubernetes Kubernetes { get; init; }

    public required FakeAws Aws { get; init; }

    /// <summary>What EKSIAM_ROLE_ARN is when the function starts.</summary>
    public string RoleVariable { get; private set; } = FunctionRole;

    /// <summary>EKSIAM_AWAIT_ACCESS_ENTRIES.</summary>
    public bool AwaitsAccessEntries { get; private set; } = true;

    /// <summary>How long an invocation is given.</summary>
    public TimeSpan Time { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What the function logged so far.</summary>
    public string Log
    {
        get
        {
            if (File.Exists(_logFile))
                return File.ReadAllText(_logFile);
            lock (_log)
                return Encoding.UTF8.GetString(_log.ToArray());
        }
    }

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["AWS_LAMBDA_RUNTIME_API"] = RuntimeApi.Address,
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ["AWS_SESSION_TOKEN"] = "session-token-of-the-test",
        ["AWS_ENDPOINT_URL"] = Aws.Address.ToString(),
        ["EKSIAM_ROLE_ARN"] = RoleVariable,
        ["EKSIAM_AWAIT_ACCESS_ENTRIES"] = AwaitsAccessEntries ? "true" : "false",
        ["EKSIAM_LOG_LEVEL"] = "Debug",
    };

    /// <summary>With the loop in this process; or, where <c>EKSIAM_TEST_PUBLISHED</c> is <c>true</c>, with the published program: so what is tested
    /// here can be tested of the native program, too.</summary>
    /// <param name="handler">In place of the real one.</param>
    /// <param name="instances">How many loops there are: Lambda runs as many as there are events at once.</param>
    /// <param name="roleVariable">EKSIAM_ROLE_ARN.</param>
    /// <param name="awaitsAccessEntries">EKSIAM_AWAIT_ACCESS_ENTRIES.</param>
    public static async Task<World> StartAsync(
        IRequestHandler? handler = null, int instances = 1, string roleVariable = FunctionRole, bool awaitsAccessEntries = true)
    {
        var world = await WithoutFunctionAsync();
        world.RoleVariable = roleVariable;
        world.AwaitsAccessEntries = awaitsAccessEntries;
        if (handler is null && Environment.GetEnvironmentVariable("EKSIAM_TEST_PUBLISHED") == "true")
        {
            world.StartProcesses(instances);
            return world;
        }

        var loops = Enumerable.Range(0, instances).Select(_ => Task.Run(() => world.RunLoopAsync(handler))).ToList();
        world._stopFunction = () => Task.WhenAll(loops);
        return world;
    }

    /// <summary>With the published program as a process of its own.</summary>
    public static async Task<World> StartProcessAsync()
    {
        var world = await WithoutFunctionAsync();
        world.StartProcesses(1);
        return world;
    }

    /// <summary>Sends a request, and waits until its invocation has ended.</summary>
    /// <returns>What CloudFormation was told.</returns>
    public async Task<Told> SendAsync(JsonObject request, Func<JsonObject, JsonObject>? wrap = null)
    {
        var (end, told) = await InvokeAsync(request, wrap);
        Assert.True(end.Succeeded, $"the invocation ended as an error: {end.Body}");
        return Assert.Single(told);
    }

    /// <summary>Sends a request; how its invocation ended, and all that CloudFormation took.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wrap">What it arrives in.</param>
    public async Task<(InvocationEnd End, IReadOnlyList<Told> Told)> InvokeAsync(JsonObject request, Func<JsonObject, JsonObject>? wrap = null)
    {
        var id = $"r{Interlocked.Increment(ref _requests)}";
        var sent = (JsonObject)request.DeepClone();
        sent["ResponseURL"] ??= $"{Sink.Address}{id}?X-Amz-Signature=the-secret-of-the-url";
        sent["RequestId"] ??= id;
        var target = new Uri((string)sent["ResponseURL"]!).PathAndQuery;
        var end = await RuntimeApi.InvokeAsync((wrap?.Invoke(sent) ?? sent).ToJsonString(), Time);
        return (end, [.. Sink.Taken.Where(put => put.Target == target).Select(put => new Told(put.Json, put.At))]);
    }

    public string AwsAuth(string section) => (string?)Kubernetes.Find(FakeKubernetes.AwsAuthPath)?["data"]?[section] ?? "";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_stopFunction?.Invoke() ?? Task.CompletedTask);
        await RuntimeApi.DisposeAsync();
        await Sink.DisposeAsync();
        await Kubernetes.DisposeAsync();
        await Aws.DisposeAsync();
        _stop.Dispose();
        await _log.DisposeAsync();
        File.Delete(_logFile);
    }

    private void StartProcesses(int count)
    {
        var processes = Enumerable.Range(0, count).Select(_ => PublishedFunction.Start(Variables, _logFile)).ToList();
        _stopFunction = async () =>
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        };
    }

    private static async Task<World> WithoutFunctionAsync() => new()
    {
        RuntimeApi = await EmulatedRuntimeApi.StartAsync(),
        Sink = await ResponseSink.StartAsync(),
        Kubernetes = await FakeKubernetes.StartAsync(),
        Aws = await FakeAws.StartAsync(),
    };

    private async Task RunLoopAsync(IRequestHandler? handler)
    {
        var time = TimeProvider.System;
        var log = new Log(new LogWriter(new Locked(_log), LogLevel.Debug, time));
        using var api = new RuntimeApi(RuntimeApi.Address, time);
        using var sender = ResponseSender.Create(time, log);
        using var clusters = new ClusterConnector(AwsEnvironment.FromVariables(Variables.GetValueOrDefault), time);
        handler ??= new RequestHandler(new RequestReader(new ResourceReader(Variables["AWS_REGION"])), clusters, AwaitsAccessEntries, time, log);
        await new RuntimeLoop(api, new Invocation(handler, new DriftWork(clusters, Variables["AWS_REGION"], time, log), sender, time, log), time, log).RunAsync(_stop.Token);
    }

    /// <summary>The log is read while it is written.</summary>
    private sealed class Locked(MemoryStream log) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (log)
                log.Write(buffer, offset, count);
        }
    }
}

/// <summary>What CloudFormation was told.</summary>
internal sealed record Told(JsonObject Json, DateTimeOffset At)
{
    public string Status => (string)Json[nameof(Status)]!;

    public string Reason => (string?)Json[nameof(Reason)] ?? "";

    public string PhysicalResourceId => (string)Json[nameof(PhysicalResourceId)]!;

    public string? Data(string attribute) => (string?)Json["Data"]?[attribute];
}
