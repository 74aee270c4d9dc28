using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>Settings of <see cref="FunctionService"/>.</summary>
internal sealed record FunctionServiceOptions
{
    public Delivery Delivery { get; init; }

    /// <summary>How many environments one function may have.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How many environments of all functions together may wait for work.</summary>
    public int Warm { get; init; } = 8;

    /// <summary>Finds the program of a function.</summary>
    public required FunctionCode Code { get; init; }

    /// <summary>What the service gives each process: credentials, Region, endpoints.</summary>
    public required Func<DeployedFunction, IReadOnlyDictionary<string, string>> Variables { get; init; }

    /// <summary>Finds the destination of a function by its ARN; null when there is none, or the function's role may not invoke it.</summary>
    public Func<DeployedFunction, string, DeployedFunction?> Destination { get; init; } = (_, _) => null;

    /// <summary>What functions write: function name, line.</summary>
    public Action<string, string> Log { get; init; } = (_, _) => { };
}

/// <summary>Lambda: takes events and delivers them, with a pool of processes for each function.</summary>
internal sealed class FunctionService(FunctionServiceOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<FunctionPool>> _pools = new(StringComparer.Ordinal);

    private readonly WarmEnvironments _warm = new(options.Warm);

    public bool DeliversTwice => options.Delivery != Delivery.Once;

    /// <summary>Whether its program can be found; else why not.</summary>
    public string? Problem(DeployedFunction function) =>
        options.Code.Find(function) is (null, var problem) ? problem : null;

    /// <summary>Delivers an event, and ends when all its deliveries have ended, also those to the OnFailure destination.</summary>
    /// <param name="function">The function.</param>
    /// <param name="payload">The event.</param>
    /// <param name="fault">What befalls its process, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<InvocationEnd> DeliverAsync(
        DeployedFunction function, ReadOnlyMemory<byte> payload, PlannedFault? fault, CancellationToken cancellationToken) =>
        new AsyncDelivery(
            age => InvokeAsync(function, payload, fault, age, cancellationToken),
            function.Async,
            dead => BuryAsync(function, payload, dead, cancellationToken),
            time).RunAsync(options.Delivery, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values.Where(pool => pool.IsValueCreated))
            await pool.Value.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Only a limit of the function's own lets events grow old: that of this machine is none of Lambda's.</summary>
    private async Task<InvocationEnd> InvokeAsync(
        DeployedFunction function, ReadOnlyMemory<byte> payload, PlannedFault? fault, TimeSpan age, CancellationToken cancellationToken) =>
        function.ReservedConcurrency == 0
            ? new InvocationEnd.NotTaken(InvocationEnd.NotTaken.NoConcurrency)
            : await PoolOf(function).InvokeAsync(payload, fault, function.ReservedConcurrency is null ? null : age, cancellationToken)
                .ConfigureAwait(false);

    private async Task BuryAsync(DeployedFunction function, ReadOnlyMemory<byte> payload, DeadEvent dead, CancellationToken cancellationToken)
    {
        if (function.Async.OnFailure is not { } arn || options.Destination(function, arn) is not { } destination)
            return;
        var record = Encoding.UTF8.GetBytes(dead.Record(function.Arn, payload, time.GetUtcNow()).ToJsonString());
        await DeliverAsync(destination, record, fault: null, cancellationToken).ConfigureAwait(false);
    }

    private FunctionPool PoolOf(DeployedFunction function) =>
        _pools.GetOrAdd(
            function.Settings,
            _ => new Lazy<FunctionPool>(() => new FunctionPool(
                token => StartAsync(function, token),
                Math.Min(function.ReservedConcurrency ?? options.Concurrency, options.Concurrency),
                _warm,
                time))).Value;

    private async Task<ExecutionEnvironment> StartAsync(DeployedFunction function, CancellationToken cancellationToken)
    {
        var (found, problem) = options.Code.Find(function);
        var files = found ?? throw new InvalidOperationException(problem);
        var program = new FunctionProgram(
            files.Folder,
            files.Command,
            api => Variables(function, files.Folder, api),
            line => options.Log(function.Name, line));
        return await ExecutionEnvironment.StartAsync(function, program, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The function's own variables, and those that Lambda sets.
    /// <see href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"/></summary>
    private Dictionary<string, string> Variables(DeployedFunction function, string folder, string runtimeApi)
    {
        var variables = new Dictionary<string, string>(function.Environment, StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.Memory.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.Name}",
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}",
            ["LAMBDA_TASK_ROOT"] = folder,
            ["_HANDLER"] = function.Handler,
            ["TZ"] = ":UTC",
            // What a container of that size gets by itself.
            ["DOTNET_GCHeapHardLimit"] = $"0x{((long)function.Memory << 20) * 3 / 4:X}",
        };
        foreach (var (name, value) in options.Variables(function))
            variables[name] = value;
        return variables;
    }
}
