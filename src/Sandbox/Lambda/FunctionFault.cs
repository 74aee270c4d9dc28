namespace EksIamCdk.Sandbox.Lambda;

/// <summary>What befalls the process of a function.</summary>
public enum FunctionFault
{
    /// <summary>It is killed before it has the event.</summary>
    KilledAtStart,

    /// <summary>It is killed when it answers: its work is done, and CloudFormation has not been told.</summary>
    KilledInTheMiddle,

    /// <summary>It stands still when it answers, until Lambda stops it at its time limit.</summary>
    Frozen,
}

/// <summary>A fault that strikes one process, once.</summary>
internal sealed class PlannedFault(FunctionFault fault)
{
    private readonly TaskCompletionSource _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _met;

    public FunctionFault Kind => fault;

    /// <summary>Ends when it strikes.</summary>
    public Task Struck => _struck.Task;

    /// <summary>Whether the process that asks is the one.</summary>
    public bool Meets() => Interlocked.Exchange(ref _met, 1) == 0;

    /// <summary>An answer has come.</summary>
    /// <returns>Whether it is lost with its process.</returns>
    public bool Strikes() => fault != FunctionFault.KilledAtStart && _struck.TrySetResult();
}
