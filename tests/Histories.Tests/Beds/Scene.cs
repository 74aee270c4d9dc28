using System.Collections.Concurrent;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>All that a history happens on: the cluster, the function's processes, and what must hold at every moment.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (IFunctionProcess Process, Work Work)> _workers = new();
    private readonly ConcurrentBag<IFunctionProcess> _idle = [];
    private readonly ConcurrentBag<IFunctionProcess> _all = [];
    private readonly ConcurrentQueue<string> _told = new();
    private readonly SemaphoreSlim _edits = new(1, 1);
    private readonly Lock _lock = new();
    private ClusterModel _model;
    private volatile string? _violation;
    private int _processes;

    public Scene(ICluster cluster, Foreigners foreigners, ClusterModel model)
    {
        (Cluster, Foreigners, _model) = (cluster, foreigners, model);
        Answers = new AnswerPlace(this);
        cluster.Gate = new Gate(this).HandleAsync;
    }

    public ICluster Cluster { get; }

    public Foreigners Foreigners { get; }

    public AnswerPlace Answers { get; }

    /// <summary>The roles whose entries the operation that is under way may change.</summary>
    public IReadOnlySet<string?> Changing { get; set; } = new HashSet<string?>();

    /// <summary>How many times somebody edited in the middle of something.</summary>
    public int Edits { get; private set; }

    /// <summary>The latest that happened, for the message of a failure.</summary>
    public string Told => string.Join('\n', _told.TakeLast(60));

    public ClusterModel Model
    {
        get
        {
            lock (_lock)
                return _model;
        }

        set
        {
            lock (_lock)
                _model = value;
        }
    }

    public (IFunctionProcess Process, Work Work)? WorkerOf(string accessKeyId) =>
        _workers.TryGetValue(accessKeyId, out var worker) ? worker : null;

    public void Tell(string what) => _told.Enqueue(what);

    /// <summary>Remembers the first thing that must not be; the history ends at the next <see cref="Check"/>.</summary>
    public void Require(bool holds, string otherwise)
    {
        if (!holds)
            _violation ??= otherwise;
    }

    public void Check()
    {
        if (_violation is { } violation)
            throw new BrokenInvariantException(violation);
    }

    /// <summary>The ConfigMap aws-auth is written so, over what was there before.</summary>
    public void Written(ClusterModel before, JsonObject map, string call) =>
        Require(MapText.Remainder(before.Map with { Slots = [.. before.Map.Slots.Where(slot => !Changing.Contains(slot.Role))] }, (string?)map["data"]?["mapRoles"]) is not null, $"{call}: what is not ours is not there as it was:\n{map["data"]}");

    /// <summary>Somebody else edits, in the middle of something.</summary>
    public async Task EditAsync(Step.Edit edit)
    {
        await _edits.WaitAsync();
        try
        {
            Edits++;
            Tell($"somebody: {edit}");
            Model = await Foreigners.DoAsync(edit, Model);
        }
        finally
        {
            _edits.Release();
        }
    }

    /// <returns>As <see cref="IFunctionProcess.InvokeAsync"/>.</returns>
    public async Task<bool?> InvokeAsync(Work work, byte[] payload)
    {
        if (!_idle.TryTake(out var process))
            _all.Add(process = Start());
        _workers[process.AccessKeyId] = (process, work);
        var ended = await process.InvokeAsync(payload);
        if (ended is not null)
            _idle.Add(process);
        return ended;
    }

    public async ValueTask DisposeAsync()
    {
        Cluster.Gate = null;
        foreach (var process in _all)
            await process.DisposeAsync();
        _edits.Dispose();
    }

    private IFunctionProcess Start()
    {
        IFunctionProcess? started = null;
        started = new InProcessFunction($"ASIA{Interlocked.Increment(ref _processes):D12}", Answers.For(() => started!));
        return started;
    }
}
