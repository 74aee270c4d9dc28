using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>Everybody that a cluster knows by name, each once: IAM principals of access entries and of aws-auth, and service accounts.</summary>
public sealed class KnownPrincipals
{
    public KnownPrincipals(ClusterState cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var authenticating = new Authenticating(cluster);
        Iam = [.. Arns(cluster, cluster.Map).Select(authenticating.Of)];
        var read = Iam.Select(known => ((Principal.Iam)known.Principal).CallerArn).ToHashSet(StringComparer.OrdinalIgnoreCase);
        NotRead = cluster.Mode == AuthenticationMode.Api ? [.. Arns(cluster, cluster.WrittenMap).Where(principal => !read.Contains(principal.CallerArn))] : [];
        ServiceAccounts = [.. cluster.ServiceAccounts.Select(account => authenticating.Of(new Principal.ServiceAccount(account.Namespace, account.Name)))];
        Accounts = [.. cluster.Map.Sections.First(reading => reading.Section == Section.MapAccounts).Entries.Select(entry => entry.Entry.Id).Distinct()];
    }

    /// <summary>In order of their ARNs.</summary>
    public IReadOnlyList<Authentication> Iam { get; }

    public IReadOnlyList<Authentication> ServiceAccounts { get; }

    /// <summary>Whom only an aws-auth map names that the cluster does not read: nobody there, and yet asked for by name.</summary>
    public IReadOnlyList<Principal.Iam> NotRead { get; }

    /// <summary>Accounts of which every principal is let in, by its ARN and without groups.</summary>
    public IReadOnlyList<string> Accounts { get; }

    /// <summary>The names by which somebody may ask for them: ARNs, and service accounts by username.</summary>
    public IEnumerable<string> Names => Iam.Concat(ServiceAccounts).Select(known => known.Principal.ToString()!);

    private static IEnumerable<Principal.Iam> Arns(ClusterState cluster, AwsAuthReading map)
    {
        var entries = (cluster.AccessEntries ?? []).Select(entry => entry.PrincipalArn);
        var mapped = map.Sections.Where(reading => reading.Section != Section.MapAccounts)
            .SelectMany(reading => reading.Entries).Select(entry => entry.Entry.Id).Where(id => id.Length > 0);
        // The ARN of the access entry has the path, so it is the one that is shown.
        return entries.Concat(mapped)
            .Select(arn => Principal.Parse("", arn, null, new ProblemList()) as Principal.Iam)
            .OfType<Principal.Iam>()
            .DistinctBy(principal => principal.CallerArn, StringComparer.OrdinalIgnoreCase)
            .OrderBy(principal => principal.Arn, StringComparer.Ordinal);
    }
}
