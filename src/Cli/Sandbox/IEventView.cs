using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Shows the events of a stack operation while it goes on.</summary>
internal interface IEventView
{
    /// <param name="operation">Given where to send each event, in order and one at a time.</param>
    Task<T> WatchAsync<T>(Func<Action<StackEvent>, Task<T>> operation);
}

/// <summary>For <c>--json</c>: the events are in the object that is printed at the end.</summary>
internal sealed class NoEventView : IEventView
{
    public async Task<T> WatchAsync<T>(Func<Action<StackEvent>, Task<T>> operation) => await operation(_ => { });
}
