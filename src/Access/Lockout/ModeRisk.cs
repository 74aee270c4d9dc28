using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Lockout;

/// <summary>Whom a cluster shuts out when it reads aws-auth no more: authentication mode API, from which there is no way back.</summary>
public static class ModeRisk
{
    private const int MostNamed = 12;

    /// <summary>The refusal to go to API; null when everybody in aws-auth has an access entry.</summary>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="live">Its aws-auth. What the authenticator does not read of it lets nobody in.</param>
    /// <param name="entries">The ARNs of the principals that have access entries, with their paths.</param>
    public static Failure? Of(string cluster, AwsAuthConfigMap live, IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(live);
        // An account has no counterpart: its principals would have to be listed one by one.
        var left = Left(live, entries).Select(Described).ToList();
        if (left.Count == 0) return null;
        var named = string.Join(", ", left.Take(MostNamed));
        var more = left.Count > MostNamed ? $" and {left.Count - MostNamed} more" : "";
        return new(
            ErrorCode.LockoutRefused,
            $"With authentication mode API cluster {cluster} reads aws-auth no more, and this would let in no longer whom only aws-auth lets in: {named}{more}.",
            "Make access entries for them first (eksiam migrate writes them), or take them out of aws-auth. Nothing was changed; set AllowLockout to "
            + "true if that is what you want.");
    }

    private static IEnumerable<(Section Section, MappingEntry Entry)> Left(AwsAuthConfigMap live, IEnumerable<string> entries)
    {
        // The authenticator sees roles without their paths, and compares without regard to case.
        var let = entries.Select(AsSeen).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var section in Sections.All)
        {
            var seen = new HashSet<string>(section.IdComparer());
            foreach (var (entry, _, _) in SectionReader.Read(section, live.Text(section)).Entries)
            {
                if (Reachability.WhyNone(section, entry) is null && !let.Contains(entry.Id) && seen.Add(entry.Id)) yield return (section, entry);
            }
        }
    }

    private static string Described((Section Section, MappingEntry Entry) left) => left switch
    {
        { Section: Section.MapAccounts } => $"every principal of account {left.Entry.Id}",
        _ when NodeIdentity.IsUsername(left.Entry.Username) => $"nodes of {left.Entry.Id}",
        _ => left.Entry.Id,
    };

    private static string AsSeen(string arn) => PrincipalArn.Parse("", arn, new ProblemList())?.AsWritten ?? arn;
}
