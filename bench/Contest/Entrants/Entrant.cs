using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Contest.Entrants;

/// <summary>A program under measurement: how it is started, and by which events it is asked for the changes.</summary>
internal abstract class Entrant
{
    public abstract string Name { get; }

    /// <summary>The command line of one process.</summary>
    /// <param name="folder">A folder of its own, empty at the start.</param>
    public abstract IReadOnlyList<string> Command(string folder);

    /// <param name="folder">As in <see cref="Command"/>.</param>
    public virtual IReadOnlyDictionary<string, string> Variables(string folder) => new Dictionary<string, string>();

    /// <summary>What is to be there after the change, and is not there before.</summary>
    public abstract JsonObject Make(Change change, int number);

    /// <summary>What takes the change back; never measured.</summary>
    /// <param name="made">The outcome of <see cref="Make"/>.</param>
    public abstract JsonObject TakeBack(Change change, int number, Outcome made);

    /// <summary>What became of an invocation.</summary>
    /// <param name="end">How it was reported to the Runtime API.</param>
    /// <param name="put">What was put to ResponseURL; null when nothing was.</param>
    public abstract Outcome Read(InvocationReport end, JsonObject? put);

    /// <summary>The fields that each request of CloudFormation has.</summary>
    protected static JsonObject Request(string requestType, string resourceType, string logicalId, JsonObject properties, string stack = "bench") => new()
    {
        ["RequestType"] = requestType,
        ["StackId"] = $"arn:aws:cloudformation:eu-central-1:111122223333:stack/{stack}/0001",
        ["RequestId"] = Guid.NewGuid().ToString(),
        ["LogicalResourceId"] = logicalId,
        ["ResourceType"] = resourceType,
        ["ResourceProperties"] = properties,
    };
}

/// <summary>How an invocation ended at the Runtime API.</summary>
internal sealed record InvocationReport(bool Succeeded, string Body);

/// <summary>What CloudFormation would make of it.</summary>
/// <param name="Reason">Of a failure; empty else.</param>
/// <param name="PhysicalId">As answered; null where none was.</param>
internal sealed record Outcome(bool Succeeded, string Reason, string? PhysicalId);
