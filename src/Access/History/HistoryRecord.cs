using System.Text.Json.Serialization;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.History;

/// <summary>One write that this project made to a cluster: when, by whom, and what it replaced.</summary>
/// <param name="At">When it was made, by the clock of whoever made it.</param>
/// <param name="By">Who made it.</param>
/// <param name="Change">What was before, and what after.</param>
public sealed record HistoryRecord(DateTimeOffset At, HistoryAuthor By, HistoryChange Change);

/// <summary>Who made a write.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "of")]
[JsonDerivedType(typeof(OfStack), "stack")]
[JsonDerivedType(typeof(OfUser), "user")]
public abstract record HistoryAuthor
{
    private HistoryAuthor()
    {
    }

    /// <summary>A resource of a stack.</summary>
    /// <param name="Owner">Which one.</param>
    /// <param name="RequestType"><c>Create</c>, <c>Update</c>, <c>Delete</c>.</param>
    /// <param name="RequestId">Of CloudFormation's request; retried deployments reuse it.</param>
    public sealed record OfStack(Owner Owner, string RequestType, string RequestId) : HistoryAuthor
    {
        public override string ToString() => $"{RequestType} of {Owner.LogicalId} in stack {Owner.StackName}";
    }

    /// <summary>Somebody at a terminal, or a schedule.</summary>
    /// <param name="Name">Who.</param>
    /// <param name="Command">What was asked for: <c>restore</c>, <c>drift --heal</c>.</param>
    public sealed record OfUser(string Name, string Command) : HistoryAuthor
    {
        public override string ToString() => $"{Command} by {Name}";
    }
}
