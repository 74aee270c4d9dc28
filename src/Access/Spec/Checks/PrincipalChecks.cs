using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class PrincipalChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        // The authenticator compares ARNs without regard to case.
        var first = new Dictionary<string, Word>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in spec.Access)
        {
            foreach (var principal in item.Principals.Where(principal => !principal.Written.IsMissing))
            {
                var written = principal.Written;
                var identity = principal is PrincipalSpec.Arn arn ? arn.Value.AsWritten : written.Text;
                if (!first.TryAdd(identity, written)) ReportSecond(first[identity], written, identity, problems);
                if (principal is PrincipalSpec.Arn { Value: var value }) CheckArn(item, written, value, problems);
                else CheckAccount(item, written, problems);
            }

            CheckUseful(item, problems);
        }
    }

    private static void ReportSecond(Word first, Word second, string identity, SpecProblems problems)
    {
        var what = string.Equals(first.Text, second.Text, StringComparison.OrdinalIgnoreCase)
            ? $"principal {second} is given twice"
            : $"principal becomes {identity}, as the one in line {first.At.Line} does: "
                + "aws-auth knows no role paths, nor upper and lower case";
        problems.Add(second, what, $"each principal once (first in line {first.At.Line})");
    }

    private static void CheckArn(AccessItem item, Word written, PrincipalArn arn, SpecProblems problems)
    {
        if (arn is { Kind: PrincipalKind.Role, Path: not "/" })
        {
            problems.Note(written.At, $"role path {arn.Path} is stripped: aws-auth is matched without it, as {arn.AsWritten}");
        }

        if (arn.Kind == PrincipalKind.User && item.Username?.Text.Contains("{{SessionName", StringComparison.Ordinal) is true)
        {
            problems.Note(written.At, $"user {arn.Name} has no session: {item.Username} is filled in with an empty session name");
        }

        if (item.Username is null && Usernames.Default(arn).StartsWith("system:", StringComparison.Ordinal))
        {
            problems.Add(
                written, "the username made of this principal is reserved for Kubernetes itself", "a username of one's own for it");
        }
    }

    private static void CheckAccount(AccessItem item, Word account, SpecProblems problems)
    {
        if (item.Grant.Count > 0 || item.Groups.Count > 0 || item.Username is not null)
        {
            problems.Note(
                account.At,
                $"principals of account {account} sign in with their ARN as username and without groups: "
                + $"username, groups and grants of {item.Name} do not reach them");
        }
    }

    private static void CheckUseful(AccessItem item, SpecProblems problems)
    {
        if (item.Grant.Count == 0 && item.Groups.Count == 0 && item.Principals.OfType<PrincipalSpec.Arn>().Any() && !item.Name.IsMissing)
        {
            problems.Note(item.Name.At, $"access {item.Name} grants nothing: its principals can sign in, and that is all");
        }
    }
}
