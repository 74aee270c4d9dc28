using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>What names a principal, or was meant to: same account, same kind, same name, whatever the path.</summary>
internal sealed class NamedEntries
{
    public NamedEntries(ClusterState cluster, Principal.Iam principal)
    {
        var sections = new AwsAuthReading(cluster.AwsAuth).Sections.Where(reading => reading.Section != Section.MapAccounts).ToList();
        All = [.. from reading in sections from entry in reading.Entries where IsSame(entry.Entry.Id, principal) select (reading.Section, entry)];
        Ids = [.. sections.SelectMany(reading => reading.Entries).Select(entry => entry.Entry.Id).Where(id => id.Length > 0)];
    }

    /// <summary>Entries of aws-auth as they are written, whether or not they are read.</summary>
    public IReadOnlyList<(Section Section, EntryInForce Entry)> All { get; }

    /// <summary>The ARNs of all entries of aws-auth.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The last that a caller can match.</summary>
    public (Section Section, EntryInForce Entry)? Reachable =>
        All.Any(IsReachable) ? All.Last(IsReachable) : null;

    public static string Place((Section Section, EntryInForce Entry) at) =>
        string.Create(CultureInfo.InvariantCulture, $"aws-auth {at.Section.Key()} line {at.Entry.Line}");

    public static AccessEntryState? AccessEntry(ClusterState cluster, Principal.Iam principal) =>
        cluster.AccessEntries?.LastOrDefault(entry => IsSame(entry.PrincipalArn, principal));

    public static bool IsSame(string arn, Principal.Iam principal)
    {
        var parts = string.Concat(arn.Where(character => !char.IsWhiteSpace(character))).Split(':', 6);
        if (parts.Length < 6 || parts[4] != principal.AccountId) return false;
        var resource = parts[5].Split('/');
        return resource switch
        {
            ["assumed-role", var role, ..] => principal.IsRole && IsName(role),
            ["role" or "instance-profile", .., var role] => principal.IsRole && IsName(role),
            ["user", .., var user] => !principal.IsRole && IsName(user),
            _ => parts[5] == principal.CallerArn.Split(':', 6)[5],
        };

        bool IsName(string name) => name.Equals(principal.Name, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsReachable((Section Section, EntryInForce Entry) at) => Reachability.WhyNone(at.Section, at.Entry.Entry) is null;
}
