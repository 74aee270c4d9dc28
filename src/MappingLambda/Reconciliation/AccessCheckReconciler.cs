using System.Diagnostics;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Custom::EksAccessCheck: asks the API server about every line, again and again until all hold or the time is over.</summary>
internal sealed class AccessCheckReconciler(Request request, Resource.AccessCheck wanted, Deadline deadline, Progress progress, TimeProvider time)
    : IReconciler
{
    private const string SessionName = "access-check";

    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(500);

    private readonly ApiSteps _steps = new(request, progress);
    private readonly Dictionary<string, bool> _namespaces = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _ends = End(time.GetUtcNow(), wanted.Wait, deadline);

    private Failure? _wrong;

    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        _steps.Cluster = cluster;
        try
        {
            return await RoundAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (_wrong is { } before)
        {
            // A round that the deadline cuts short does not hide what the one before it found.
            return new Attempt.Refused(before);
        }
    }

    /// <summary>It writes nothing.</summary>
    public Task<string?> PutBackAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private async Task<Attempt> RoundAsync(CancellationToken cancellationToken)
    {
        var (user, unmapped, failed) = await UserAsync(cancellationToken);
        if (failed is not null)
            return failed;
        var wrong = unmapped;
        if (user is not null)
        {
            (wrong, failed) = await AskAsync(user, cancellationToken);
            if (failed is not null)
                return failed;
        }

        if (wrong is null)
            return new Attempt.Done(new Dictionary<string, string>());
        _wrong = wrong;
        if (time.GetUtcNow() >= _ends)
            return new Attempt.Refused(wrong);
        progress.Step = "wait for the access checks to hold";
        await Task.Delay(BetweenRounds, time, cancellationToken);
        return new Attempt.Continued();
    }

    // What is left until the attempts end is for the last round.
    private static DateTimeOffset End(DateTimeOffset now, TimeSpan wait, Deadline deadline)
    {
        var most = (deadline.AttemptsEnd - now) * 0.8;
        return now + (wait < most ? wait : most);
    }

    private async Task<(RbacUser? User, Failure? Unmapped, Attempt? Failed)> UserAsync(CancellationToken cancellationToken)
    {
        switch (wanted.Subject)
        {
            case CheckSubject.Named named:
                return (named.User, null, null);
            case CheckSubject.Principal { Arn: var arn }:
                var call = ApiCall.Get(ObjectAddress.AwsAuth);
                return await _steps.ReadAsync(call, api => api.Get(ObjectAddress.AwsAuth, cancellationToken)) switch
                {
                    ApiAnswer.Ok { Object: var live } => Resolved(arn, AwsAuthObject.Read(live).Data),
                    ApiAnswer.Refused { Status: 404 } => Resolved(arn, new Dictionary<string, string>()),
                    var failed => (null, null, _steps.Unfinished(call, failed)),
                };
            default:
                throw new UnreachableException();
        }
    }

    private (RbacUser? User, Failure? Unmapped, Attempt? Failed) Resolved(string arn, IReadOnlyDictionary<string, string> data) =>
        Authenticator.Resolve(data, new Caller { Arn = arn, SessionName = SessionName }) switch
        {
            Resolution.Mapped mapped => (new(mapped.Username, mapped.Groups), null, null),
            Resolution.Refused refused => (null, Unmapped(arn, refused.Why), null),
            _ => throw new UnreachableException(),
        };

    private Failure Unmapped(string arn, string why) => new(
        ErrorCode.AccessCheckFailed,
        $"The access of {arn} to cluster {wanted.Cluster.Name} cannot be checked: {why}",
        "Map it in aws-auth, and let this check depend on its entry; check a principal of an access entry by its Username and Groups.");

    /// <returns>Null when all hold, else what does not; or the call that failed.</returns>
    private async Task<(Failure? Wrong, Attempt? Failed)> AskAsync(RbacUser user, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        if (await LookAtNamespacesAsync(cancellationToken) is { } unfinished)
            return (null, unfinished);
        foreach (var (request, allowed) in wanted.Expectations)
        {
            if (allowed && request is AccessRequest.OfResource { Namespace: var place } && !_namespaces.GetValueOrDefault(place, true))
            {
                wrong.Add($"namespace {place} does not exist: {request}");
                continue;
            }

            var answer = await _steps.ReadAsync(
                ApiCall.Review, api => api.Review(SubjectAccessReview.Of(user, request), cancellationToken));
            if (answer is not ApiAnswer.Ok { Object: var review })
                return (null, _steps.Unfinished(ApiCall.Review, answer));
            if (SubjectAccessReview.IsAllowed(review) != allowed)
                wrong.Add(allowed ? $"should be allowed and is denied: {request}" : $"should be denied and is allowed: {request}");
        }

        return (wrong.Count == 0 ? null : Wrong(user, wrong), null);
    }

    /// <summary>RBAC answers for namespaces that nobody has made, too: what is allowed in one that is misspelt is allowed for nothing. What is denied
    /// in one that is yet to come is denied all the same.</summary>
    private async Task<Attempt?> LookAtNamespacesAsync(CancellationToken cancellationToken)
    {
        var named = wanted.Expectations.Where(line => line.Allowed).Select(line => (line.Request as AccessRequest.OfResource)?.Namespace).OfType<string>().Distinct();
        foreach (var place in named.Where(name => name.Length > 0 && !_namespaces.GetValueOrDefault(name)).ToList())
        {
            var address = new ObjectAddress(KubernetesKind.Namespace, null, place);
            switch (await _steps.ReadAsync(ApiCall.Get(address), api => api.Get(address, cancellationToken)))
            {
                // Who may not look, or asks something that only answers reviews, cannot tell.
                case ApiAnswer.Ok or ApiAnswer.Refused { Status: 403 }:
                    _namespaces[place] = true;
                    break;
                case ApiAnswer.Refused { Status: 404 } missing:
                    _namespaces[place] = missing.Details?["kind"]?.ToString() != KubernetesKind.Namespace.Plural;
                    break;
                case var failed:
                    return _steps.Unfinished(ApiCall.Get(address), failed);
            }
        }

        return null;
    }

    private Failure Wrong(RbacUser user, List<string> lines)
    {
        var groups = user.Groups.Count == 0 ? "no group" : $"groups {string.Join(", ", user.Groups)}";
        return new(
            ErrorCode.AccessCheckFailed,
            $"{lines.Count} of {wanted.Expectations.Count} access checks of {user.Username} ({groups}) in cluster {wanted.Cluster.Name} do not hold: "
            + $"{string.Join("; ", lines)}.",
            "Correct the roles and bindings that give or lack it, or the check.");
    }
}
