using System.Globalization;
using EksIamCdk.Access.Diffs;
using EksIamCdk.Access.Drift;
using EksIamCdk.ClusterApi.Drift;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda;

/// <summary>Everything this program logs. None of it takes a token, a Secret's data or the query of a ResponseURL.</summary>
internal sealed class Log(LogWriter writer)
{
    /// <param name="level"><c>EKSIAM_LOG_LEVEL</c>; anything else than its values is Information.</param>
    /// <param name="time">The clock of the timestamps.</param>
    public static Log ToStandardOutput(string? level, TimeProvider time) =>
        new(new LogWriter(Console.OpenStandardOutput(), LevelOf(level), time));

    public void RuntimeApiFailed(string call, string why) =>
        writer.Write(LogLevel.Warning, "The Runtime API failed; it is asked again", ("call", call), ("why", why));

    public void EventUnreadable(string id, string reason) =>
        writer.Write(LogLevel.Error, "An event cannot be read, nor answered", ("invocation", id), ("reason", reason));

    public void Started(string id, Envelope envelope) =>
        writer.Write(
            LogLevel.Information,
            "Request received",
            ("invocation", id),
            ("requestType", Name(envelope.RequestType)),
            ("resourceType", envelope.ResourceType),
            ("stackId", envelope.StackId),
            ("logicalResourceId", envelope.LogicalResourceId),
            ("physicalResourceId", envelope.PhysicalResourceId),
            ("requestId", envelope.RequestId));

    public void Step(string step) => writer.Write(LogLevel.Debug, "Step", ("step", step));

    public void TriedAgain(string step, string why, TimeSpan pause) =>
        writer.Write(LogLevel.Information, "Tried again after a pause", ("step", step), ("why", why), ("pauseMs", Number(pause.TotalMilliseconds)));

    public void GuardOff(string guard, string why) =>
        writer.Write(LogLevel.Warning, "A guard against lockouts is off", ("guard", guard), ("why", why));

    public void NoTurn(string why) =>
        writer.Write(LogLevel.Warning, "Writes of aws-auth do not take turns; those that meet are tried again", ("why", why));

    public void PrincipalUnknown(string principal) =>
        writer.Write(
            LogLevel.Warning, "IAM does not tell since when there is a principal: an entry of one before it is not told apart", ("principal", principal));

    public void Decided(string id, Envelope envelope, Answer answer) =>
        writer.Write(
            answer.Succeeded && WarningOf(answer) is null ? LogLevel.Information : LogLevel.Warning,
            answer.Succeeded ? "Answering SUCCESS" : "Answering FAILED",
            ("invocation", id),
            ("logicalResourceId", envelope.LogicalResourceId),
            ("physicalResourceId", answer.PhysicalResourceId),
            ("reason", answer.Failure?.Reason),
            ("warning", WarningOf(answer)));

    public void AnswerNotTaken(string host, int attempt, string why) =>
        writer.Write(LogLevel.Warning, "The answer was not taken", ("host", host), ("attempt", Number(attempt)), ("why", why));

    public void NotInHistory(string id, string why) =>
        writer.Write(LogLevel.Warning, "A write is not in the history of the cluster", ("invocation", id), ("why", why));

    public void NotAnswered(string id, Envelope envelope, string why) =>
        writer.Write(LogLevel.Error, "CloudFormation has no answer", ("invocation", id), ("logicalResourceId", envelope.LogicalResourceId), ("why", why));

    public void Drift(string cluster, Deviation deviation) =>
        writer.Write(
            LogLevel.Warning,
            deviation.Live is null ? "Gone, though it is declared" : "Not as declared",
            ("cluster", cluster),
            ("target", deviation.Target),
            ("stackId", deviation.Owner.StackId),
            ("logicalResourceId", deviation.Owner.LogicalId),
            ("removed", Lines(deviation, LineChange.Removed)),
            ("added", Lines(deviation, LineChange.Added)));

    public void Healed(string cluster, string target, Healing healing) =>
        writer.Write(
            healing is Healing.Healed ? LogLevel.Information : LogLevel.Warning,
            healing is Healing.Healed ? "Put back as it was declared" : "Not put back",
            ("cluster", cluster),
            ("target", target),
            ("reason", (healing as Healing.Refused)?.Failure.Reason),
            ("notInHistory", (healing as Healing.Healed)?.NotRecorded));

    public void NotCompared(string cluster, string what, string why) =>
        writer.Write(LogLevel.Warning, "Not compared with what was declared", ("cluster", cluster), ("what", what), ("why", why));

    public void DriftCompared(string cluster, int compared, int deviations, int healed) =>
        writer.Write(
            LogLevel.Information,
            "Compared with what was declared",
            ("cluster", cluster),
            ("compared", Number(compared)),
            ("deviations", Number(deviations)),
            ("putBack", Number(healed)));

    public void DriftNotChecked(string reason) =>
        writer.Write(LogLevel.Error, "The check for drift failed", ("reason", reason));

    public void Metrics(DriftMetrics metrics) => writer.Write(metrics.WriteTo);

    /// <summary>Type and place only: the message of an exception may quote the data that it choked on.</summary>
    public void Bug(string id, Exception bug) =>
        writer.Write(LogLevel.Error, "A bug", ("invocation", id), ("type", bug.GetType().FullName), ("stack", bug.StackTrace));

    private static string Lines(Deviation deviation, LineChange change) =>
        string.Concat(deviation.Difference.Where(line => line.Change == change).Select(line => line.Line));

    private static LogLevel LevelOf(string? text) => text switch
    {
        "Debug" => LogLevel.Debug,
        "Warning" => LogLevel.Warning,
        "Error" => LogLevel.Error,
        _ => LogLevel.Information,
    };

    private static string? WarningOf(Answer answer) => answer.Data.GetValueOrDefault(Answer.Warning) is { Length: > 0 } warning ? warning : null;

    private static string Name(RequestType type) => type switch
    {
        RequestType.Create => "Create",
        RequestType.Update => "Update",
        _ => "Delete",
    };

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
