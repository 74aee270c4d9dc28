using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>The calls of one request to its API server, each told to <see cref="Progress"/>.</summary>
internal sealed class ApiSteps(Request request, Progress progress)
{
    /// <summary>The last write that nobody has answered for: what is live next tells whether it was made.</summary>
    private Func<JsonObject?, HistoryChange?>? _unanswered;

    public ClusterConnection? Cluster { get; set; }

    public async Task<ApiAnswer> ReadAsync(ApiCall call, Func<IKubernetesApi, Task<ApiAnswer>> send)
    {
        progress.Step = call.ToString();
        return await send(Cluster!.Api);
    }

    /// <summary>A write that brings the target about: until it is refused, the target may be there, and is answered for.</summary>
    public async Task<ApiAnswer> WriteAsync(ApiCall call, Func<IKubernetesApi, Task<ApiAnswer>> send)
    {
        var before = progress.IdOnFailure;
        progress.IdOnFailure = request.PhysicalResourceId;
        var answer = await ReadAsync(call, send);
        if (answer is ApiAnswer.Refused)
            progress.IdOnFailure = before;
        return answer;
    }

    /// <summary>A write that goes into the history when it is made.</summary>
    /// <param name="change">What it changed, told by what it has left; null when that is nothing.</param>
    /// <param name="write">The write.</param>
    public async Task<ApiAnswer> KeptAsync(Func<JsonObject?, HistoryChange?> change, Task<ApiAnswer> write)
    {
        var before = _unanswered;
        _unanswered = change;
        var answer = await write;
        if (answer is ApiAnswer.Refused)
            _unanswered = before;
        if (answer is ApiAnswer.Ok { Object: var now })
            Keep(change(now) ?? before?.Invoke(now));
        return answer;
    }

    /// <summary>All is as it is wanted: a write that nobody answered for was made.</summary>
    public void IsAsWanted(JsonObject? live) => Keep(_unanswered?.Invoke(live));

    public Attempt.Unfinished Unfinished(ApiCall call, ApiAnswer answer) => new(new StepFailure.AtApiServer(Cluster!, call, answer));

    /// <summary>Tells the history of something that was written.</summary>
    public void Keep(HistoryChange? change)
    {
        _unanswered = null;
        if (change is not null)
            progress.Wrote(Cluster!.Api, new HistoryAuthor.OfStack(request.Owner, request.Type.ToString(), request.RequestId), change);
    }
}
