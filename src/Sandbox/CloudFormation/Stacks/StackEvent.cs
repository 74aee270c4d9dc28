namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>One line of what happens to a stack, in the words of CloudFormation.</summary>
/// <param name="Time">When.</param>
/// <param name="LogicalId">Of the resource; for the stack itself its name.</param>
/// <param name="Type">Of the resource; <c>AWS::CloudFormation::Stack</c> for the stack.</param>
/// <param name="Status">Such as <c>CREATE_IN_PROGRESS</c>.</param>
/// <param name="Reason">Why, or empty.</param>
/// <param name="PhysicalId">As far as it is known.</param>
/// <param name="StackId">The ARN of the stack.</param>
public sealed record StackEvent(
    DateTimeOffset Time, string LogicalId, string Type, string Status, string Reason, string PhysicalId, string StackId);

/// <summary>Collects the events of one operation and shows each at once.</summary>
internal sealed class EventLog(TimeProvider time, Action<StackEvent> show)
{
    private readonly Lock _lock = new();
    private readonly List<StackEvent> _events = [];

    public IReadOnlyList<StackEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public void Stack(Stack stack, string status, string reason = "")
    {
        stack.Status = status;
        Add(stack, stack.Name, "AWS::CloudFormation::Stack", status, reason, stack.Id);
    }

    public void Resource(Stack stack, ResourceRecord resource, string status, string reason = "") =>
        Add(stack, resource.LogicalId, resource.Type, status, reason, resource.PhysicalId ?? "");

    private void Add(Stack stack, string logicalId, string type, string status, string reason, string physicalId)
    {
        lock (_lock)
        {
            var happened = new StackEvent(time.GetUtcNow(), logicalId, type, status, reason, physicalId, stack.Id);
            _events.Add(happened);
            show(happened);
        }
    }
}
