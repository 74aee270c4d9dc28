using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Roles of service accounts in AWS, by IRSA. Source: https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html.</summary>
internal static class IrsaChecks
{
    private const string Audience = "sts.amazonaws.com";

    public static IEnumerable<LintFinding> Of(LintSubject subject)
    {
        var annotated = subject.Cluster.ServiceAccounts.Where(account => account.RoleArn is not null).ToList();
        return [.. Provider(subject, annotated), .. annotated.SelectMany(account => Account(subject, account)), .. Trusts(subject)];
    }

    private static IEnumerable<LintFinding> Provider(LintSubject subject, List<ServiceAccountState> annotated)
    {
        if (annotated.Count == 0) yield break;
        var cluster = subject.Cluster;
        if (IssuerOf(cluster) is not { } issuer || cluster.OidcProviders is not { } providers)
        {
            subject.Missed("whether IAM has the cluster's OIDC provider: EKS or IAM was not asked");
            yield break;
        }

        if (providers.FirstOrDefault(provider => provider.Issuer == issuer) is not { } found)
        {
            yield return LintRules.NoOidcProvider.At(
                LintPlace.OidcProvider(issuer), $"{(annotated.Count == 1 ? "1 service account has" : $"{annotated.Count} service accounts have")} the annotation for IRSA, and IAM has no OIDC provider of this cluster");
        }
        else if (!found.ClientIds.Contains(Audience, StringComparer.Ordinal))
        {
            yield return LintRules.NoAudience.At(LintPlace.OidcProvider(issuer), $"its client ids are {Names.Of(found.ClientIds)}, without {Audience}");
        }
    }

    private static IEnumerable<LintFinding> Account(LintSubject subject, ServiceAccountState account)
    {
        var place = LintPlace.Of(account);
        var arn = account.RoleArn!;
        if (PrincipalArn.Parse("", arn, new ProblemList()) is not { Kind: PrincipalKind.Role } role)
        {
            yield return LintRules.NoRoleArn.At(place, $"its annotation {ServiceAccountState.RoleAnnotation} is \"{arn}\"");
            yield break;
        }

        switch (RoleReading.Of(subject, arn))
        {
            case { Exists: false }:
                yield return LintRules.IamRoleMissing.At(place, $"IAM has no role {arn}");
                break;
            case { Trust: { } trust } when IssuerOf(subject.Cluster) is { } issuer:
                var provider = $"arn:{role.Partition}:iam::{role.AccountId}:oidc-provider/{issuer}";
                var claims = new Dictionary<string, string>(StringComparer.Ordinal) { ["sub"] = account.Username, ["aud"] = Audience };
                var decision = RoleTrust.Decide(trust, new AssumeRequest.ByWebIdentity(provider, issuer, claims));
                if (decision.Effect == IamEffect.Undecided) subject.Missed($"whether {arn} trusts {account.Username}: {decision.Reason}");
                else if (!decision.IsAllowed) yield return LintRules.RoleDistrusts.At(place, $"{arn} does not trust {account.Username} of this cluster");
                break;
            case { Trust: not null }:
                subject.Missed($"whether {arn} trusts {account.Username}: the OIDC issuer of the cluster is not known");
                break;
            default:
                subject.Missed($"whether {arn} exists and trusts {account.Username}: IAM did not tell of it");
                break;
        }
    }

    private static IEnumerable<LintFinding> Trusts(LintSubject subject)
    {
        foreach (var role in subject.Cluster.IamRoles ?? [])
        {
            if (role.Trust is null) continue;
            foreach (var trust in IrsaTrust.Of(role.Trust))
            {
                if (!trust.HasSub) yield return LintRules.TrustWithoutSub.At(LintPlace.Of(role), $"it trusts every service account of the cluster with the issuer {trust.Issuer}");
                if (!trust.HasAud) yield return LintRules.TrustWithoutAud.At(LintPlace.Of(role), $"it takes tokens of {trust.Issuer} for whatever audience");
                if (trust.WildSubs is { Count: > 0 } wild) yield return LintRules.WildcardSub.At(LintPlace.Of(role), $"it trusts {Names.Of(wild)}");
            }
        }
    }

    private static string? IssuerOf(ClusterState cluster) => cluster.OidcIssuer?.Replace("https://", "", StringComparison.Ordinal);
}
