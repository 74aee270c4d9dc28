using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>
/// Nodes that do not join, or are NotReady: from the node groups by the roles of their nodes to the node objects. Source of the chain:
/// https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html.
/// </summary>
public static class NodeGuide
{
    internal const string GroupLabel = "eks.amazonaws.com/nodegroup";

    /// <param name="cluster">The cluster.</param>
    /// <param name="node">The name of a node; null for all.</param>
    /// <param name="role">The role of some nodes; null for all.</param>
    /// <param name="live">What a live cluster told.</param>
    public static Examination Examine(ClusterState cluster, string? node, PrincipalArn? role, LiveFindings live)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(live);
        var objects = new NodeObjectLinks(cluster, node, role?.Full);
        var groups = (cluster.NodeGroups ?? []).Where(group => (role is null || group.RoleArn == role.Full) && (objects.GroupOfNode is null || group.Name == objects.GroupOfNode)).ToList();
        var roles = new NodeRoleLinks(cluster, role is not null ? [role] : RolesOf(cluster, groups, objects.GroupOfNode is not null && groups.Count > 0));
        return Examination.Of(
            node is not null ? $"is node {node} let in and Ready?" : role is not null ? $"are the nodes of {role} let in and Ready?" : "are the nodes let in and Ready?",
            [
                .. ClusterLinks.Of(cluster, live),
                new("node groups", () => Groups(cluster, groups)),
                .. roles.All,
                .. AddonLinks.Network(cluster),
                .. objects.All(groups),
            ]);
    }

    private static LinkState Groups(ClusterState cluster, List<NodeGroupState> groups)
    {
        if (cluster.NodeGroups is null) return Unreadable.Part(cluster, Unreadable.NodeGroups, "what EKS says is wrong with them");
        if (groups.Count == 0) return new LinkState.Holds("no managed node group is concerned");
        return groups.Find(group => group.Status is not ("ACTIVE" or "UPDATING") || group.Issues.Count > 0) is { } sick
            ? LinkState.Mend(
                $"node group {sick.Name} is {sick.Status}{(sick.Issues.Count == 0 ? "" : $": {string.Join("; ", sick.Issues)}")}", "mend what EKS says, then update the node group",
                new ClusterCommands(cluster).Eks("describe-nodegroup", $"--nodegroup-name {ShellText.Word(sick.Name)} --query nodegroup.health"))
            : new LinkState.Holds($"{Names.Some(groups.Select(group => group.Name))} ACTIVE");
    }

    /// <summary>Of node groups, of access entries of a type for nodes, and of entries of aws-auth that are meant for nodes.</summary>
    private static IReadOnlyList<PrincipalArn> RolesOf(ClusterState cluster, IReadOnlyList<NodeGroupState> groups, bool onlyGroups)
    {
        var arns = groups.Select(group => group.RoleArn);
        if (!onlyGroups)
        {
            arns = arns
                .Concat((cluster.AccessEntries ?? []).Where(entry => entry.Content.Type != AccessEntryTypes.Name(AccessEntryType.Standard)).Select(entry => entry.PrincipalArn))
                .Concat(new AwsAuthReading(cluster.AwsAuth).Sections.SelectMany(section => section.Entries).Where(entry => IsMeantForNodes(entry.Entry)).Select(entry => entry.Entry.Id));
        }

        return [.. arns.Select(Role).OfType<PrincipalArn>().DistinctBy(arn => arn.AsWritten)];
    }

    internal static bool IsMeantForNodes(MappingEntry entry) =>
        entry.Username.StartsWith("system:node:", StringComparison.Ordinal) || entry.Groups.Any(group => NodeIdentity.Groups.Contains(group, StringComparer.Ordinal));

    /// <summary>An instance profile and white space are looked through: the entry is found to be wrong later, and the role is what is meant.</summary>
    private static PrincipalArn? Role(string arn) => PrincipalArn.Parse(
        "", string.Concat(arn.Where(character => !char.IsWhiteSpace(character))).Replace(":instance-profile/", ":role/", StringComparison.Ordinal), new ProblemList())
        is { Kind: PrincipalKind.Role } role ? role : null;
}
