using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>
/// Keeps an entry of aws-auth until the access entry that takes its place is in force everywhere, which takes EKS a while: so a principal that
/// moves from one to the other in a single update is never without access. One for each request.
/// </summary>
internal sealed class HandoverWait(
    Request request, Resource.AwsAuthEntry wanted, ClusterConnector clusters, GuardClock clock, TimeProvider time, Progress progress, Log log)
{
    private const string Guard = "the wait for the access entry that takes over";

    // "Several seconds", says https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private DateTimeOffset? _inForce;

    /// <returns>Null when the entry may go.</returns>
    public async Task<Attempt?> StopAsync(AwsAuthDecision decision, CancellationToken cancellationToken)
    {
        if (request.Type != RequestType.Delete || decision is not (AwsAuthDecision.Write or AwsAuthDecision.DeleteConfigMap) || clock.IsOver)
            return null;
        _inForce ??= await InForceAsync(cancellationToken);
        if (time.GetUtcNow() >= _inForce)
            return null;
        progress.Step = $"wait for the access entry of {wanted.Declaration.Entry.Id} to be in force";
        await clock.PauseAsync(cancellationToken);
        return new Attempt.Continued();
    }

    /// <summary>When nobody who is let in by an access entry depends on aws-auth any more; long ago when there is no such entry.</summary>
    private async Task<DateTimeOffset> InForceAsync(CancellationToken cancellationToken)
    {
        progress.Step = $"look for the access entry of {wanted.Declaration.Entry.Id}";
        using var brief = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        brief.CancelAfter(Patience);
        try
        {
            var (principals, failure) = await AccessEntryList.ReadAsync(clusters, wanted.Cluster, brief.Token);
            if (failure is null && principals.FirstOrDefault(IsOfEntry) is { } principal)
            {
                var call = new EksCall("DescribeAccessEntry", HttpMethod.Get, $"/access-entries/{Uri.EscapeDataString(principal)}");
                switch (await clusters.CallEks(wanted.Cluster, call, brief.Token))
                {
                    case EksAnswer.Ok { Body: var body }:
                        return CreatedAt(body) + Settling;
                    case EksAnswer.Failed failed:
                        failure = failed.Failure;
                        break;
                    default:
                        throw new UnreachableException();
                }
            }

            if (failure is not null)
                log.GuardOff(Guard, Failures.Summary(failure));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.GuardOff(Guard, "EKS does not say whether there is one");
        }

        return DateTimeOffset.MinValue;
    }

    // aws-auth has roles without their paths, and is read without regard to case.
    private bool IsOfEntry(string principal) =>
        string.Equals(PrincipalArn.Parse("", principal, new ProblemList())?.AsWritten, wanted.Declaration.Entry.Id, StringComparison.OrdinalIgnoreCase);

    // Seconds, with a fraction.
    private static DateTimeOffset CreatedAt(JsonObject body) =>
        body["accessEntry"]?["createdAt"] is JsonValue at && at.TryGetValue<double>(out var seconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : DateTimeOffset.MinValue;
}
