using System.Collections.Concurrent;
using System.Net;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>Where ResponseURLs lead, for functions in this process.</summary>
internal sealed class AnswerPlace(Scene scene)
{
    private readonly ConcurrentDictionary<string, Work> _open = new();
    private int _number;

    public Work Open(CustomResourceRequest request, FaultPlan faults)
    {
        var url = $"http://answers.test/{Interlocked.Increment(ref _number)}?X-Amz-Signature=a%2Fb";
        return _open[url] = new Work(request, new ResponseSink.Exchange(url, request, null), faults);
    }

    public HttpMessageHandler For(Func<IFunctionProcess> process) => new Handler(this, process);

    private async Task<HttpResponseMessage> TakeAsync(HttpRequestMessage request, IFunctionProcess process)
    {
        if (process.IsDead)
            throw new HttpRequestException("the process is dead");
        var work = _open[request.RequestUri!.OriginalString];
        var fault = work.Faults.AtAnswer(work.On, work.During);
        if (fault is not null)
            Statistics.Count(fault.Kind.ToString());
        if (fault?.Kind == FaultKind.KillBefore)
            return Killed(process, work, fault);
        if (fault?.Kind is FaultKind.Reset)
            throw new HttpRequestException("reset");
        if (fault?.Kind is FaultKind.Broken)
            return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        scene.Require(request.Method == HttpMethod.Put && request.Content!.Headers.ContentType is null, $"{work}: the answer is no PUT without a Content-Type");
        var put = work.Exchange.Take(request.RequestUri.PathAndQuery, await request.Content!.ReadAsByteArrayAsync());
        scene.Tell($"{work} answers {put.Body} [{put.Verdict}]");
        scene.Require(!put.IsViolation || work.Faults.Concerns(work.On), $"{work}: {put.Verdict}");
        if (fault?.Kind is FaultKind.LoseAnswer)
            throw new HttpRequestException("the answer's answer is lost");
        return fault?.Kind == FaultKind.KillAfter ? Killed(process, work, fault) : new HttpResponseMessage(HttpStatusCode.OK);
    }

    private static HttpResponseMessage Killed(IFunctionProcess process, Work work, Fault fault)
    {
        work.Then = fault.Then;
        process.Kill();
        throw new HttpRequestException("the process is dead");
    }

    private sealed class Handler(AnswerPlace place, Func<IFunctionProcess> process) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            place.TakeAsync(request, process());
    }
}
