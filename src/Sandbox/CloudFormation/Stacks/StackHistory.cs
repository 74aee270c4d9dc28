using System.Globalization;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>The events of a stack since it was made, in order.</summary>
internal sealed class StackHistory(params IEnumerable<RecordedEvent> events)
{
    private readonly Lock _lock = new();
    private readonly List<RecordedEvent> _events = [.. events];

    public IReadOnlyList<RecordedEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    /// <summary>What the caller calls the operation that goes on; may be empty.</summary>
    public string Token { get; set; } = "";

    /// <summary>The rollback of an operation is an operation of its own.</summary>
    public void Add(StackEvent happened)
    {
        lock (_lock)
        {
            var isStack = happened.Type == "AWS::CloudFormation::Stack";
            var begins = isStack && happened.Status is "CREATE_IN_PROGRESS" or "UPDATE_IN_PROGRESS" or "DELETE_IN_PROGRESS"
                or "ROLLBACK_IN_PROGRESS" or "UPDATE_ROLLBACK_IN_PROGRESS" or "REVIEW_IN_PROGRESS";
            var operation = begins && isStack || _events.Count == 0 ? Guid.NewGuid().ToString("D") : _events[^1].OperationId;
            var id = isStack
                ? Guid.NewGuid().ToString("D")
                : string.Create(CultureInfo.InvariantCulture, $"{happened.LogicalId}-{happened.Status}-{_events.Count}");
            _events.Add(new RecordedEvent(id, operation, Token, happened with { Time = After(happened.Time) }));
        }
    }

    /// <summary>Readers sort by milliseconds: no two events have the same.</summary>
    private DateTimeOffset After(DateTimeOffset time)
    {
        var next = _events.Count == 0 ? time : _events[^1].Event.Time.AddMilliseconds(1);
        return time > next ? time : next;
    }
}

/// <param name="Id">Of this stack, no other event has it.</param>
/// <param name="OperationId">Of all events of one operation.</param>
/// <param name="Token">What the caller called the operation; may be empty.</param>
internal sealed record RecordedEvent(string Id, string OperationId, string Token, StackEvent Event);
