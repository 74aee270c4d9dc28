using System.Net;
using System.Text;
using EksIamCdk.Sandbox.Lambda;
using EksIamCdk.Sandbox.Tests.CloudFormation;

namespace EksIamCdk.Sandbox.Tests.Lambda;

/// <summary>The process only sleeps; the test itself speaks with the Runtime API.</summary>
public sealed class ExecutionEnvironmentTests : IDisposable
{
    private static readonly DeployedFunction Function = new() { Arn = "arn:aws:lambda:eu-west-1:111122223333:function:f", Name = "f", RoleArn = "r", Timeout = TimeSpan.FromSeconds(60) };

    private readonly HttpClient _http = new();
    private readonly HeldTime _time = new();
    private string _api = "";

    [Fact]
    public async Task An_event_is_handed_out_with_the_headers_of_the_runtime_api()
    {
        await using var environment = await StartAsync("sleep", "600");

        var invoking = environment.InvokeAsync("{}"u8.ToArray(), null, default);
        using var next = await _http.GetAsync($"{_api}/invocation/next");
        var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        using var ended = await _http.PostAsync($"{_api}/invocation/{id}/response", new StringContent("null"));

        Assert.Equal("{}", await next.Content.ReadAsStringAsync());
        Assert.Equal(
            (_time.GetUtcNow() + Function.Timeout).ToUnixTimeMilliseconds().ToString(),
            next.Headers.GetValues("Lambda-Runtime-Deadline-Ms").Single());
        Assert.Equal(Function.Arn, next.Headers.GetValues("Lambda-Runtime-Invoked-Function-Arn").Single());
        Assert.StartsWith("Root=1-", next.Headers.GetValues("Lambda-Runtime-Trace-Id").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, ended.StatusCode);
        Assert.IsType<InvocationEnd.Success>(await invoking);
    }

    [Fact]
    public async Task An_error_of_the_function_ends_the_invocation_and_the_process_goes_on()
    {
        await using var environment = await StartAsync("sleep", "600");

        var invoking = environment.InvokeAsync("{}"u8.ToArray(), null, default);
        using var next = await _http.GetAsync($"{_api}/invocation/next");
        using var ended = await _http.PostAsync(
            $"{_api}/invocation/{next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single()}/error",
            new StringContent("oh", Encoding.UTF8));

        Assert.Equal(new InvocationEnd.Error("oh"), await invoking);
        Assert.False(environment.IsDead);
    }

    [Fact]
    public async Task An_unknown_invocation_cannot_be_ended()
    {
        await using var environment = await StartAsync("sleep", "600");

        using var ended = await _http.PostAsync($"{_api}/invocation/other/response", new StringContent("null"));

        Assert.Equal(HttpStatusCode.BadRequest, ended.StatusCode);
    }

    [Fact]
    public async Task A_function_that_works_beyond_its_timeout_is_killed()
    {
        await using var environment = await StartAsync("sleep", "600");

        var invoking = environment.InvokeAsync("{}"u8.ToArray(), null, default);
        using var next = await _http.GetAsync($"{_api}/invocation/next");
        while (!invoking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(60));
            await Task.WhenAny(invoking, Task.Delay(10));
        }

        Assert.Equal(new InvocationEnd.Killed("Sandbox.Timedout", "Task timed out after 60.00 seconds"), await invoking);
    }

    [Theory]
    [InlineData("exit 3", "exit status 3")]
    [InlineData("kill -9 $$", "signal: killed")]
    [InlineData("kill -6 $$", "signal: aborted")]
    [InlineData("kill -11 $$", "signal: segmentation fault")]
    [InlineData("kill -15 $$", "signal: terminated")]
    public async Task A_process_that_ends_by_itself_ends_the_invocation(string program, string how)
    {
        await using var environment = await StartAsync("sh", "-c", program);

        Assert.Equal(
            new InvocationEnd.Killed("Runtime.ExitError", $"Runtime exited with error: {how}"), await environment.InvokeAsync("{}"u8.ToArray(), null, default));
    }

    [Fact]
    public async Task A_process_that_uses_more_than_its_memory_is_killed()
    {
        // A megabyte is less than any process needs.
        await using var environment = await StartAsync(Function with { Memory = 1 }, "sh", "-c", "while :; do sleep 1; done");

        var invoking = environment.InvokeAsync("{}"u8.ToArray(), null, default);
        using var next = await _http.GetAsync($"{_api}/invocation/next");

        Assert.Equal(new InvocationEnd.Killed("Runtime.OutOfMemory", "Runtime exited with error: signal: killed"), await invoking);
    }

    [Fact]
    public async Task A_process_can_be_killed_before_it_has_its_event()
    {
        await using var environment = await StartAsync("sleep", "600");

        var end = await environment.InvokeAsync("{}"u8.ToArray(), new PlannedFault(FunctionFault.KilledAtStart), default);

        Assert.Equal(new InvocationEnd.Killed("Runtime.ExitError", "Runtime exited with error: signal: killed"), end);
        Assert.True(environment.IsDead);
    }

    public void Dispose() => _http.Dispose();

    private Task<ExecutionEnvironment> StartAsync(params string[] command) => StartAsync(Function, command);

    private async Task<ExecutionEnvironment> StartAsync(DeployedFunction function, params string[] command)
    {
        var program = new FunctionProgram(Path.GetTempPath(), command, address =>
        {
            _api = $"http://{address}/2018-06-01/runtime";
            return new Dictionary<string, string>();
        }, _ => { });
        return await ExecutionEnvironment.StartAsync(function, program, _time, default);
    }
}
