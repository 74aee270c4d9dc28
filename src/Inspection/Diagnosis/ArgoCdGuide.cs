using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>
/// Argo CD in one cluster cannot reach another: from its service account there by its role to the role that the other cluster lets in. Source of
/// the chain: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#eks.
/// </summary>
public static class ArgoCdGuide
{
    /// <param name="target">The cluster that is to be reached.</param>
    /// <param name="role">The role that it is reached as.</param>
    /// <param name="argoCdRole">Argo CD's own role, which assumes that one; null when it is that one, or when the hub tells it.</param>
    /// <param name="externalId">What Argo CD says when it assumes the role.</param>
    /// <param name="hub">The cluster that Argo CD runs in; null to leave its side out.</param>
    /// <param name="controller">The service account that Argo CD's application controller runs as.</param>
    /// <param name="request">What it is to do; null to ask whether it is given anything.</param>
    /// <param name="live">What the live target told.</param>
    public static Examination Examine(
        ClusterState target, PrincipalArn role, string? argoCdRole, string? externalId, ClusterState? hub, Principal.ServiceAccount controller,
        AccessRequest? request, LiveFindings live)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(controller);
        ArgumentNullException.ThrowIfNull(live);
        var own = argoCdRole ?? (hub is null ? null : OwnRole(hub, controller));
        AutomationCaller caller = own is null || own == role.Full ? new AutomationCaller.Itself() : new AutomationCaller.ByArn(own, externalId, Mfa: false);
        return Examination.Of(
            $"does Argo CD reach {target.Name} as {role}?",
            [
                .. hub is null ? [] : IrsaGuide.Links(hub, controller, null).Select(link => link with { Name = $"{hub.Name}: {link.Name}" }),
                .. AutomationGuide.Assume(target, role, caller),
                .. ClusterLinks.Of(target, live),
                .. AccessGuide.Links(target, Principal.Role(role, null), request),
            ]);
    }

    private static string? OwnRole(ClusterState hub, Principal.ServiceAccount controller) =>
        ServiceAccountLinks.Find(hub, controller.Namespace, controller.Name)?.RoleArn is { } arn && PrincipalArn.Parse("", arn, new ProblemList()) is not null ? arn : null;
}
