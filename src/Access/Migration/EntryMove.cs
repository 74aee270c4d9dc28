using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Migration;

/// <summary>One entry of mapRoles or mapUsers on its way to an access entry.</summary>
internal static class EntryMove
{
    public static MigrationStep Of(Section section, EntryInForce from)
    {
        var entry = from.Entry;
        if (PrincipalArn.Parse("", entry.Id, new ProblemList()) is not { Kind: not PrincipalKind.Root } principal)
        {
            return new MigrationStep.Stays(section, from, "access entries are for IAM roles and users alone");
        }

        return NodeIdentity.IsUsername(entry.Username) ? Node(section, from) : Standard(section, from, principal);
    }

    private static MigrationStep.Moved Node(Section section, EntryInForce from)
    {
        var (type, notes) = (from.Entry.Username, from.Entry.Groups) switch
        {
            (NodeIdentity.Ec2Username, var groups) when groups.Contains(NodeIdentity.WindowsGroup) => (AccessEntryType.Ec2Windows, []),
            (NodeIdentity.Ec2Username, _) => (AccessEntryType.Ec2Linux, []),
            (_, var groups) when groups.Contains(NodeIdentity.FargateGroup) => (AccessEntryType.FargateLinux, []),
            _ => (AccessEntryType.HybridLinux, new[] { "taken for hybrid nodes, as it lacks the group of Fargate: the trust of the role tells" }),
        };
        var lost = from.Entry.Groups.Except(NodeIdentity.Groups, StringComparer.Ordinal)
            .Select(group => $"the group {group} is left out: access entries of nodes take none");
        return new(section, from, new(from.Entry.Id, type, null, AccessEntryGroups.Of([])), [.. lost], notes);
    }

    private static MigrationStep Standard(Section section, EntryInForce from, PrincipalArn principal)
    {
        var differences = new List<string>();
        var groups = AccessEntryGroups.Of(from.Entry.Groups.Select(group => Filled(group, principal)));
        if (groups.Refused.Count > 0)
        {
            return new MigrationStep.Stays(
                section, from, $"access entries refuse the group{(groups.Refused.Count == 1 ? "" : "s")} {string.Join(", ", groups.Refused)}");
        }

        foreach (var group in groups.Groups.Where(group => group.Length == 0 || group.Contains("{{", StringComparison.Ordinal)))
        {
            differences.Add(group.Length == 0 ? "an empty group is left out" : $"the group {group} is not filled in by access entries, and is left out");
        }

        var kept = groups.Groups.Where(group => group.Length > 0 && !group.Contains("{{", StringComparison.Ordinal));
        var username = Username(from.Entry.Username, principal, differences);
        var to = new MovedEntry(principal.Full, AccessEntryType.Standard, username, groups with { Groups = [.. kept] });
        return new MigrationStep.Moved(section, from, to, differences, [.. Notes(principal)]);
    }

    private static string Username(string written, PrincipalArn principal, List<string> differences)
    {
        var username = Filled(written, principal);
        var standard = AccessEntryUsername.Default(principal, AccessEntryType.Standard);
        var wrong = username.Length == 0 ? "it has none" : AccessEntryUsername.WhatIsWrong(username) ?? Unfilled(username);
        if (wrong is null) return username;
        differences.Add($"the username {(username.Length == 0 ? "is empty" : username)} becomes {standard}: {wrong}");
        return standard;
    }

    private static string? Unfilled(string username) =>
        username.Replace("{{SessionName}}", "", StringComparison.Ordinal).Replace("{{SessionNameRaw}}", "", StringComparison.Ordinal)
            .Contains("{{", StringComparison.Ordinal)
            ? "access entries fill in {{SessionName}} and {{SessionNameRaw}} only"
            : null;

    // Always the same for one principal.
    private static string Filled(string template, PrincipalArn principal) =>
        template.Replace("{{AccountID}}", principal.AccountId, StringComparison.Ordinal);

    private static IEnumerable<string> Notes(PrincipalArn principal)
    {
        if (principal.Kind != PrincipalKind.Role) yield break;
        yield return PermissionSetRole.PermissionSetOf(principal.Name) is null
            ? "if the role has a path, its access entry needs the ARN with it"
            : "the role of a permission set: give the Region of IAM Identity Center, unless it is us-east-1";
    }
}
