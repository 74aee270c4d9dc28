namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>One execution environment of the function: works on one event at a time, until it is killed.</summary>
internal interface IFunctionProcess : IAsyncDisposable
{
    /// <summary>By which the gate knows whose a request is.</summary>
    string AccessKeyId { get; }

    bool IsDead { get; }

    /// <summary>The time as this process sees it.</summary>
    TimeProvider Time { get; }

    /// <returns>Whether the invocation ended as a success; null when the process was killed in the middle of it.</returns>
    Task<bool?> InvokeAsync(byte[] payload);

    /// <summary>As SIGKILL does it: nothing more is done, nothing is said.</summary>
    void Kill();

    /// <summary>Time passes without anything happening, where the process has a clock of its own.</summary>
    void Wait(TimeSpan time);
}
