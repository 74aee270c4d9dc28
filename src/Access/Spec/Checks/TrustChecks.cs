using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class TrustChecks
{
    public static void Check(TrustSpec trust, SpecProblems problems)
    {
        SpecChecks.Distinct(trust.Arns.Select(arn => arn.Written), "ARN", problems);
        if (trust.Mfa && trust.Arns.FirstOrDefault(arn => arn.Value.Kind == PrincipalKind.Role) is { } role)
        {
            problems.Note(trust.MfaAt, $"mfa keeps {role.Written} out: a session of a role never carries a second factor");
        }
    }
}
