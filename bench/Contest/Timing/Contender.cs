using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.Bench.Contest.Entrants;
using EksIamCdk.MappingLambda.Tests.Harness;

namespace EksIamCdk.Bench.Contest.Timing;

/// <summary>One process of an entrant, with a Runtime API and a ResponseURL of its own.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly Entrant _entrant;
    private readonly EmulatedRuntimeApi _runtime;
    private readonly ResponseSink _sink;
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private int _invocations;

    private Contender(Entrant entrant, EmulatedRuntimeApi runtime, ResponseSink sink, string awsUrl, string accessKey)
    {
        (_entrant, _runtime, _sink, _folder) = (entrant, runtime, sink, Directory.CreateTempSubdirectory("eksiam-bench-"));
        var command = entrant.Command(_folder.FullName);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in entrant.Variables(_folder.FullName)) start.Environment[name] = value;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtime.Address;
        start.Environment["AWS_REGION"] = start.Environment["AWS_DEFAULT_REGION"] = "eu-central-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = accessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        start.Environment["AWS_ENDPOINT_URL"] = awsUrl;
        Born = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>When it was started, as <see cref="Stopwatch"/> counts.</summary>
    public long Born { get; }

    public ProcessTree Processes => new(_process.Id);

    /// <summary>When the last invocation's answer was put to ResponseURL; null when none was.</summary>
    public DateTimeOffset? Answered { get; private set; }

    public static async Task<Contender> StartAsync(Entrant entrant, AwsSide aws, string accessKey = AwsSide.EntrantKey) =>
        new(entrant, await EmulatedRuntimeApi.StartAsync(), await ResponseSink.StartAsync(), aws.Url, accessKey);

    /// <summary>One invocation, from handing it out to the report of its end.</summary>
    public async Task<Outcome> InvokeAsync(JsonObject request)
    {
        request["ResponseURL"] = $"{_sink.Address}{++_invocations}";
        var end = await _runtime.InvokeAsync(request.ToJsonString(), TimeSpan.FromMinutes(15));
        var put = _sink.Taken.LastOrDefault(put => put.Target == $"/{_invocations}");
        Answered = put?.At;
        return _entrant.Read(new InvocationReport(end.Succeeded, end.Body), put?.Json);
    }

    /// <summary>The same, where a failure would make the figures worthless.</summary>
    public async Task<Outcome> SucceedAsync(JsonObject request)
    {
        var outcome = await InvokeAsync(request);
        return outcome.Succeeded ? outcome : throw new InvalidOperationException($"{_entrant.Name} failed: {outcome.Reason}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _runtime.DisposeAsync();
        await _sink.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
