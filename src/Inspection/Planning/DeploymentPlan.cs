using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Planning;

/// <summary>A stack as it would be deployed.</summary>
/// <param name="StackId">The ARN; of a stack that is not there yet, anything that no owner has.</param>
/// <param name="Resources">What it declares, as far as it is known.</param>
/// <param name="LogicalIds">All logical ids of its template.</param>
public sealed record PlannedStack(string StackId, IReadOnlyList<DeclaredResource> Resources, IReadOnlySet<string> LogicalIds);

/// <summary>What a deployment would change in a cluster.</summary>
/// <param name="Changes">Of aws-auth, objects, access entries and the mode.</param>
/// <param name="Principals">For whom what changes.</param>
/// <param name="Refused">What would fail, so that all of it would be rolled back.</param>
/// <param name="Unknown">What cannot be told, sentences.</param>
public sealed record DeploymentPlan(
    IReadOnlyList<PlannedChange> Changes, IReadOnlyList<PrincipalChange> Principals, IReadOnlyList<RefusedResource> Refused, IReadOnlyList<string> Unknown)
{
    public bool LosesAccess => Principals.Any(principal => principal.LosesAccess);

    /// <param name="live">The cluster as it is.</param>
    /// <param name="stacks">In the order in which they are deployed.</param>
    public static DeploymentPlan Of(ClusterState live, IReadOnlyList<PlannedStack> stacks)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(stacks);
        var (before, after) = (new PlannedCluster(live), new PlannedCluster(live));
        var (refused, unknown) = (new List<RefusedResource>(), new List<string>());
        foreach (var stack in stacks)
        {
            var deployment = new Deployment(live, after, stack.StackId);
            deployment.Run(stack.Resources, stack.LogicalIds);
            refused.AddRange(deployment.Refused);
            unknown.AddRange(deployment.Unknown);
        }

        return new([.. ChangesOf(before, after)], AccessComparison.Of(before.State(), after.State()), refused, [.. unknown.Distinct()]);
    }

    public bool Equals(DeploymentPlan? other) =>
        other is not null && Changes.SequenceEqual(other.Changes) && Principals.SequenceEqual(other.Principals) && Refused.SequenceEqual(other.Refused)
        && Unknown.SequenceEqual(other.Unknown);

    public override int GetHashCode() => HashCode.Combine(Changes.Count, Principals.Count, Refused.Count, Unknown.Count);

    private static IEnumerable<PlannedChange> ChangesOf(PlannedCluster before, PlannedCluster after)
    {
        var all = new List<PlannedChange>();
        if (before.Mode != after.Mode) all.Add(new("authentication mode", Name(before.Mode), Name(after.Mode)));
        all.AddRange(Sections.All.Select(section => new PlannedChange($"aws-auth {section.Key()}", before.Map.Text(section) ?? "", after.Map.Text(section) ?? "")));
        all.AddRange(before.Objects.Keys.Union(after.Objects.Keys).OrderBy(address => address.ToString(), StringComparer.Ordinal)
            .Select(address => new PlannedChange(address.ToString(), Text(before, address), Text(after, address))));
        all.AddRange(before.Entries.Keys.Union(after.Entries.Keys).Order(StringComparer.Ordinal)
            .Select(principal => new PlannedChange($"access entry of {principal}", Text(before, principal), Text(after, principal))));
        return all.Where(change => change.Before != change.After);
    }

    private static string Name(AuthenticationMode? mode) => mode is { } known ? $"{known.Name()}\n" : "";

    private static string Text(PlannedCluster cluster, ObjectAddress address) =>
        cluster.Objects.TryGetValue(address, out var body) ? ObjectText.Of(PlannedObjects.Shown(body)) : "";

    private static string Text(PlannedCluster cluster, string principal)
    {
        if (!cluster.Entries.TryGetValue(principal, out var entry)) return "";
        var content = entry.Content;
        var policies = content.Policies.OrderBy(policy => policy.PolicyArn, StringComparer.Ordinal)
            .Select(policy => $"policy: {policy.PolicyArn}{(policy.Namespaces.Count == 0 ? "" : $" in {string.Join(", ", policy.Namespaces)}")}\n");
        return $"type: {content.Type}\nusername: {content.Username}\n{string.Concat(content.Groups.Select(group => $"group: {group}\n"))}{string.Concat(policies)}";
    }
}
