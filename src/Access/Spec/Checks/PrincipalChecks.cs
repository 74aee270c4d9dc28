using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>What holds for each principal by what it is mapped by.</summary>
internal static class PrincipalChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        foreach (var item in spec.Access)
        {
            var backends = spec.Cluster.BackendsOf(item.Via);
            foreach (var principal in item.Principals.Where(principal => !principal.Written.IsMissing))
            {
                switch (principal)
                {
                    case PrincipalSpec.Account account:
                        CheckAccount(item, account.Id, backends, problems);
                        break;
                    case PrincipalSpec.Arn { Value: var arn }:
                        CheckArn(principal.Written, arn, backends, problems);
                        CheckUsername(item, principal.Written, Usernames.Default(arn), backends, problems);
                        NoteUserSession(item, principal.Written, arn, problems);
                        break;
                    case PrincipalSpec.PermissionSet set:
                        CheckPermissionSet(set, backends, problems);
                        break;
                    case PrincipalSpec.CreateRole role:
                        CheckUsername(item, role.Name, Usernames.Default(role.Name.Text), backends, problems);
                        TrustChecks.Check(role.Trust, problems);
                        break;
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            }

            NoteUseless(item, problems);
        }

        foreach (var node in spec.Nodes)
        {
            CheckArn(node.Role.Written, node.Role.Value, spec.Cluster.BackendsOf(node.Via), problems);
        }
    }

    /// <summary>The path of a role under aws-auth, and what access entries refuse.</summary>
    public static void CheckArn(Word written, PrincipalArn arn, Backends backends, SpecProblems problems)
    {
        if (backends.HasFlag(Backends.AccessEntry) && AccessEntryPrincipal.WhatIsWrong(arn) is { } expected)
        {
            problems.Add(written, "an access entry cannot be for this principal", expected);
        }

        if (backends.HasFlag(Backends.AwsAuth) && arn is { Kind: PrincipalKind.Role, Path: not "/" })
        {
            problems.Note(written.At, $"role path {arn.Path} is stripped: aws-auth is matched without it, as {arn.AsWritten}");
        }
    }

    private static void CheckUsername(AccessItem item, Word principal, string made, Backends backends, SpecProblems problems)
    {
        if (item.Username is null && UsernameChecks.WhatIsWrong(made, backends) is not null)
        {
            problems.Add(
                principal, $"the username made of this principal, {made}, is reserved", "a username of one's own for it");
        }
    }

    private static void NoteUserSession(AccessItem item, Word written, PrincipalArn arn, SpecProblems problems)
    {
        if (arn.Kind == PrincipalKind.User && item.Username?.Text.Contains("{{SessionName", StringComparison.Ordinal) is true)
        {
            problems.Note(written.At, $"user {arn.Name} has no session: {item.Username} is filled in with an empty session name");
        }
    }

    private static void CheckAccount(AccessItem item, Word account, Backends backends, SpecProblems problems)
    {
        if (!backends.HasFlag(Backends.AwsAuth))
        {
            problems.Add(account, "an account has no access entry: only aws-auth maps a whole account", "its roles and users, one by one");
            return;
        }

        if (backends.HasFlag(Backends.AccessEntry))
        {
            problems.Note(account.At, $"account {account} is mapped by aws-auth alone: a whole account has no access entry");
        }

        if (item.Grant.Count > 0 || item.Groups.Count > 0 || item.Username is not null)
        {
            problems.Note(
                account.At,
                $"principals of account {account} sign in with their ARN as username and without groups: "
                + $"username, groups and grants of {item.Name} do not reach them");
        }
    }

    private static void CheckPermissionSet(PrincipalSpec.PermissionSet set, Backends backends, SpecProblems problems)
    {
        var prefix = $"AWSReservedSSO_{set.Name}_";
        if (!set.Name.IsMissing && !set.RoleName.Text.StartsWith(prefix, StringComparison.Ordinal))
        {
            problems.Add(set.RoleName, $"the role is not of permission set {set.Name}", $"{prefix} and 16 digits or letters a to f");
        }

        if (backends.HasFlag(Backends.AccessEntry) && set.Region is null)
        {
            problems.Note(
                set.Written.At,
                $"the access entry is for {set.Value.Full}: with IAM Identity Center in another Region than us-east-1, give its region");
        }
    }

    private static void NoteUseless(AccessItem item, SpecProblems problems)
    {
        if (item.GrantsNothing && item.Principals.Any(one => one is not PrincipalSpec.Account))
        {
            problems.Note(item.Name.At, $"access {item.Name} grants nothing: its principals can sign in, and that is all");
        }
    }
}
