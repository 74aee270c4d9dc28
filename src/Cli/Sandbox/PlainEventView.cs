using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>One line an event.</summary>
internal sealed class PlainEventView(IAnsiConsole console) : IEventView
{
    public async Task<T> WatchAsync<T>(Func<Action<StackEvent>, Task<T>> operation) => await operation(happened => console.Write(EventLine.Of(happened)));
}
