using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>What is done scrolls by; what is going on stands in a table below it.</summary>
internal sealed class LiveEventView(IAnsiConsole console) : IEventView
{
    private const int MostRows = 10;

    private readonly SortedDictionary<string, StackEvent> _goingOn = new(StringComparer.Ordinal);
    private int _done;

    public static IEventView For(IAnsiConsole console) =>
        console.Profile.Capabilities is { Interactive: true, Ansi: true } ? new LiveEventView(console) : new PlainEventView(console);

    public async Task<T> WatchAsync<T>(Func<Action<StackEvent>, Task<T>> operation)
    {
        _goingOn.Clear();
        _done = 0;
        return await console.Live(Table()).AutoClear(true).StartAsync(async live => await operation(happened =>
        {
            Take(happened);
            live.UpdateTarget(Table());
        }));
    }

    private void Take(StackEvent happened)
    {
        if (EventLine.IsGoingOn(happened) && !EventLine.IsStack(happened))
        {
            _goingOn[happened.LogicalId] = happened;
            return;
        }

        console.Write(EventLine.Of(happened));
        if (_goingOn.Remove(happened.LogicalId))
        {
            _done++;
        }
    }

    private Table Table()
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumns("going on since", "status", "type", "logical id")
            .Caption($"{_done} done");
        foreach (var happened in _goingOn.Values.Take(MostRows))
        {
            table.AddRow(EventLine.Time(happened), happened.Status, happened.Type.EscapeMarkup(), happened.LogicalId.EscapeMarkup());
        }

        return _goingOn.Count > MostRows ? table.AddRow("", "", "", $"and {_goingOn.Count - MostRows} more") : table;
    }
}
