using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Somebody who comes to a cluster.</summary>
/// <param name="Short">A name for the head of a column.</param>
/// <param name="Arn">As sts:GetCallerIdentity would give it.</param>
internal sealed record KnownCaller(string Short, string Arn)
{
    /// <summary>Nothing maps this one.</summary>
    public static readonly KnownCaller Stranger = new("stranger", "arn:aws:iam::999900001111:user/stranger");

    /// <summary>A caller for each entry of aws-auth that a stack owns, and for each access entry.</summary>
    public static IEnumerable<KnownCaller> Of(ClusterView cluster) =>
        Ownership.OfEntries(cluster).Where(entry => entry.Owner is not null).Select(entry => entry.Id).Concat(cluster.Entries).Select(Of).DistinctBy(caller => caller.Arn);

    /// <summary>Somebody who comes by that role or user, or is of that account.</summary>
    public static KnownCaller Of(string id) => id.Split(':') switch
    {
        ["arn", var partition, "iam", _, var account, var resource] when resource.StartsWith("role/", StringComparison.Ordinal) =>
            new(Last(resource), $"arn:{partition}:sts::{account}:assumed-role/{Last(resource)}/jane"),
        ["arn", .., var resource] => new(Last(resource), id),
        _ => new($"of {id}", $"arn:aws:iam::{id}:user/joe"),
    };

    private static string Last(string resource) => resource[(resource.LastIndexOf('/') + 1)..];
}
