using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>The calls of one request to its API server, each told to <see cref="Progress"/>.</summary>
internal sealed class ApiSteps(Request request, Progress progress)
{
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

    public Attempt.Unfinished Unfinished(ApiCall call, ApiAnswer answer) => new(new StepFailure.AtApiServer(Cluster!, call, answer));
}
