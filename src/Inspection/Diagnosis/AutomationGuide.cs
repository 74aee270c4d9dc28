using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>How a pipeline, or a controller in another cluster, comes to its role.</summary>
public abstract record AutomationCaller
{
    private AutomationCaller()
    {
    }

    /// <summary>It is that role already.</summary>
    public sealed record Itself : AutomationCaller;

    /// <summary>By the token of an OIDC issuer.</summary>
    public sealed record ByToken(string Issuer, string Subject, string Audience, string Whose) : AutomationCaller;

    /// <summary>From credentials of its own: a user or a role.</summary>
    public sealed record ByArn(string Arn, string? ExternalId, bool Mfa) : AutomationCaller;

    /// <summary>A job of GitHub Actions. Source: https://docs.github.com/en/actions/reference/security/oidc.</summary>
    /// <param name="repository"><c>organisation/repository</c>.</param>
    /// <param name="gitRef">Such as <c>refs/heads/main</c>.</param>
    /// <param name="environment">Of the job; then the ref is no part of the subject.</param>
    public static ByToken GitHub(string repository, string gitRef, string? environment) => new(
        "https://token.actions.githubusercontent.com",
        environment is null ? $"repo:{repository}:ref:{gitRef}" : $"repo:{repository}:environment:{environment.Replace(":", "%3A", StringComparison.Ordinal)}",
        "sts.amazonaws.com", "GitHub");

    /// <summary>A job of GitLab CI. Source: https://docs.gitlab.com/ci/cloud_services/.</summary>
    /// <param name="url">Of the instance.</param>
    /// <param name="project"><c>group/project</c>.</param>
    /// <param name="branch">Such as <c>main</c>.</param>
    public static ByToken GitLab(string url, string project, string branch)
    {
        var issuer = url.TrimEnd('/');
        return new(issuer, $"project_path:{project}:ref_type:branch:ref:{branch}", issuer, "GitLab");
    }
}

/// <summary>CI/CD or Argo CD cannot reach the cluster: from the token or the caller by the role to the rule.</summary>
public static class AutomationGuide
{
    /// <param name="cluster">The cluster that is to be reached.</param>
    /// <param name="role">The role that it is reached as.</param>
    /// <param name="caller">How it comes to the role.</param>
    /// <param name="request">What it is to do; null to ask whether it is given anything.</param>
    /// <param name="live">What a live cluster told.</param>
    public static Examination Examine(ClusterState cluster, PrincipalArn role, AutomationCaller caller, AccessRequest? request, LiveFindings live)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(live);
        var question = $"{(request is null ? "comes" : $"may it {request}, coming")} as {role}";
        return Examination.Of(
            caller switch
            {
                AutomationCaller.ByToken token => $"{token.Subject} of {token.Whose}: {question}?",
                AutomationCaller.ByArn by => $"{by.Arn}: {question}?",
                _ => $"{question}?",
            },
            [.. Assume(cluster, role, caller), .. ClusterLinks.Of(cluster, live), .. AccessGuide.Links(cluster, Principal.Role(role, null), request)]);
    }

    internal static IEnumerable<Link> Assume(ClusterState cluster, PrincipalArn arn, AutomationCaller caller)
    {
        var role = new RoleLink(cluster, arn);
        yield return new("IAM role", () => role.Exists(near => $"aws iam get-role --role-name {ShellText.Word(near[(near.LastIndexOf('/') + 1)..])}"));
        switch (caller)
        {
            case AutomationCaller.ByToken token:
                foreach (var link in new WebIdentityLinks(cluster, role, new(token.Issuer, token.Subject, token.Audience, token.Whose)).All) yield return link;
                break;
            case AutomationCaller.ByArn by:
                yield return new("trust", () => Trusts(role, by));
                break;
        }
    }

    private static LinkState Trusts(RoleLink role, AutomationCaller.ByArn by)
    {
        if (role.Trust is not { } trust) return role.UnknownTrust;
        var asked = new AssumeRequest.ByArn(by.Arn, by.ExternalId, by.Mfa);
        var request = asked.ToRequest();
        var decision = trust.Decide(request);
        if (decision.IsAllowed)
        {
            return new LinkState.Holds(RoleTrust.Delegates(trust, role.Arn.Full, asked)
                ? $"{role.Arn.Name} trusts {by.Arn}, whose own policies must allow sts:AssumeRole on it too; those are not read"
                : $"{role.Arn.Name} trusts {by.Arn}");
        }

        if (decision.Effect == IamEffect.Undecided) return new LinkState.Unknown($"it hangs on something that is not known here: {decision.Reason}");
        var naming = trust.Statements.Where(statement => statement.IsAllow && (statement with { Conditions = [] }).AppliesTo(request).Value == true).ToList();
        var wrong = naming.SelectMany(statement => statement.Conditions).FirstOrDefault(condition => condition.Holds(request).Value == false);
        var assume = $"aws sts assume-role --role-arn {ShellText.Word(role.Arn.Full)} --role-session-name check";
        return wrong switch
        {
            null => LinkState.Mend(
                $"the trust policy of {role.Arn.Name} does not name {by.Arn}, nor its account{Instead(trust)}", "let the role trust it; what else it trusts has to be written along",
                role.Retrust(RoleLink.Document(new() { ["AWS"] = AsRole(by.Arn) }, "sts:AssumeRole", null))),
            { Key: var key } when key.Equals("sts:ExternalId", StringComparison.OrdinalIgnoreCase) => LinkState.Mend(
                by.ExternalId is null ? "the trust policy wants an external id, and the caller says none" : $"the trust policy wants another external id than {by.ExternalId}",
                "say the external id that was agreed upon", $"{assume} --external-id {(wrong.Values.Count == 1 ? ShellText.Word(wrong.Values[0]) : "ID")}"),
            { Key: var key } when key.Equals("aws:MultiFactorAuthPresent", StringComparison.OrdinalIgnoreCase) => LinkState.Mend(
                "the trust policy wants a caller who signed in with MFA; a program never does", "sign in with MFA, or have a role without that condition for programs",
                $"{assume} --serial-number MFA_DEVICE_ARN --token-code CODE"),
            _ => LinkState.Mend(
                $"the trust policy of {role.Arn.Name} names the caller, and its condition {wrong.Operator} {wrong.Key} {string.Join(" or ", wrong.Values)} does not hold", "meet the condition, or change it",
                $"aws iam get-role --role-name {ShellText.Word(role.Arn.Name)} --query Role.AssumeRolePolicyDocument"),
        };
    }

    private static string Instead(PolicyDocument trust) =>
        trust.Statements.Where(statement => statement.IsAllow).SelectMany(statement => statement.Principals is { } named ? named.Aws.Concat(named.Federated).Concat(named.Services) : []).ToList() is { Count: > 0 } all
            ? $"; it trusts {Names.Some(all)}" : "";

    private static string AsRole(string arn) => Authenticator.Canonicalize(arn) ?? arn;
}
