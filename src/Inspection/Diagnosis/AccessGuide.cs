using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>
/// "You must be logged in to the server (Unauthorized)" and "forbidden: User … cannot …": from the IAM principal to the rule that lets it.
/// </summary>
public static class AccessGuide
{
    /// <param name="cluster">The cluster.</param>
    /// <param name="principal">Who is not let in, or may not.</param>
    /// <param name="request">What they may not; null to ask whether they are let in, and given anything.</param>
    /// <param name="live">What a live cluster told.</param>
    public static Examination Examine(ClusterState cluster, Principal principal, AccessRequest? request, LiveFindings live)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(live);
        return Examination.Of(
            request is null ? $"is {principal} let in, and given anything?" : $"may {principal} {request}?",
            [.. ClusterLinks.Of(cluster, live), .. Links(cluster, principal, request)]);
    }

    internal static IEnumerable<Link> Links(ClusterState cluster, Principal principal, AccessRequest? request)
    {
        var authentication = new Authenticating(cluster).Of(principal);
        var rights = new RightsLinks(cluster, authentication, request);
        return
        [
            .. principal is Principal.Iam iam ? new AuthenticationLinks(cluster, authentication, iam, rights.IsDenied, request).All : ServiceAccountLinks.Exists(cluster, (Principal.ServiceAccount)principal),
            .. rights.All,
        ];
    }
}
