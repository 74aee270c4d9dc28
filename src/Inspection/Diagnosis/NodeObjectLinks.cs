using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>The nodes that registered, and what they say of themselves.</summary>
internal sealed class NodeObjectLinks
{
    /// <summary>Source: https://kubernetes.io/releases/version-skew-policy/#kubelet.</summary>
    private const int OldestKubelet = 3;

    private static readonly string[] s_pressures = ["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"];

    private readonly ClusterState _cluster;
    private readonly string? _name;
    private readonly string? _roleArn;
    private readonly List<JsonObject> _nodes;

    public NodeObjectLinks(ClusterState cluster, string? name, string? roleArn)
    {
        (_cluster, _name, _roleArn) = (cluster, name, roleArn);
        var groups = roleArn is null ? null : cluster.NodeGroups?.Where(group => group.RoleArn == roleArn).Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        _nodes = [.. cluster.Nodes.Where(node => (name is null || RbacJson.NameOf(node) == name) && (groups is null || GroupOf(node) is not { } group || groups.Contains(group)))];
    }

    /// <summary>The node group of the node that was named.</summary>
    public string? GroupOfNode => _name is null || _nodes.Count == 0 ? null : GroupOf(_nodes[0]);

    public IEnumerable<Link> All(IReadOnlyList<NodeGroupState> groups)
    {
        yield return new("registered", () => Registered(groups));
        yield return new("Ready", Ready);
        if (_cluster.Version is { } version) yield return new("kubelet version", () => Kubelet(version));
    }

    private LinkState Registered(IReadOnlyList<NodeGroupState> groups)
    {
        if (_nodes.Count == 0 && Unreadable.Find(_cluster, "nodes") is not null) return Unreadable.Part(_cluster, "nodes", "which nodes registered, and whether they are Ready");
        if (_name is not null && _nodes.Count == 0)
        {
            return LinkState.Mend(
                $"no node {_name} has registered{Names.Meant(_name, _cluster.Nodes.Select(RbacJson.NameOf))}; nodes go by the private DNS name of their instance", "look at its kubelet",
                $"aws ec2 describe-instances --filters Name=private-dns-name,Values={ShellText.Word(_name)}", "aws ssm start-session --target INSTANCE_ID", "# there: journalctl -u kubelet --no-pager | tail -50");
        }

        var few = groups.FirstOrDefault(group => group.DesiredSize > _cluster.Nodes.Count(node => GroupOf(node) == group.Name));
        if (_name is null && few is not null)
        {
            return LinkState.Mend(
                string.Create(CultureInfo.InvariantCulture, $"node group {few.Name} is to have {few.DesiredSize} nodes, and {_cluster.Nodes.Count(node => GroupOf(node) == few.Name)} registered, though its role is let in: its instances do not run, do not reach the API server, or have wrong user data"),
                "look at its instances, and at the kubelet of one",
                new ClusterCommands(_cluster).Eks("describe-nodegroup", $"--nodegroup-name {ShellText.Word(few.Name)} --query nodegroup.[health,resources]"),
                $"aws ec2 describe-instances --filters Name=tag:eks:nodegroup-name,Values={ShellText.Word(few.Name)} --query 'Reservations[].Instances[].[InstanceId,State.Name]'",
                "aws ssm start-session --target INSTANCE_ID", "# there: journalctl -u kubelet --no-pager | tail -50");
        }

        return _nodes.Count > 0 || groups.Any(group => group.DesiredSize == 0)
            ? new LinkState.Holds(string.Create(CultureInfo.InvariantCulture, $"{_nodes.Count} registered"))
            : LinkState.Mend(
                $"no node{(_roleArn is null ? "" : $" of {_roleArn}")} has registered, though its role is let in: no instance runs, none reaches the API server, or the user data is wrong", "look at the kubelet of an instance",
                "aws ssm start-session --target INSTANCE_ID", "# there: journalctl -u kubelet --no-pager | tail -50");
    }

    private LinkState Ready()
    {
        foreach (var node in _nodes)
        {
            var name = RbacJson.NameOf(node);
            var ready = Condition(node, "Ready");
            if ((string?)ready?["status"] != "True") return NotReady(node, name, ready);
            if (s_pressures.FirstOrDefault(type => (string?)Condition(node, type)?["status"] == "True") is { } pressure)
            {
                return LinkState.Mend(
                    $"node {name} is Ready, with {pressure}: {(string?)Condition(node, pressure)?["message"]}", "free what it lacks, or take its pods away",
                    $"kubectl describe node {ShellText.Word(name)}", $"kubectl drain {ShellText.Word(name)} --ignore-daemonsets");
            }
        }

        return _nodes.Count == 0 ? new LinkState.Unknown("no node was read") : new LinkState.Holds(Names.Some(_nodes.Select(RbacJson.NameOf)));
    }

    private static LinkState NotReady(JsonObject node, string name, JsonObject? ready)
    {
        var (status, message) = ((string?)ready?["status"] ?? "not told", ((string?)ready?["message"] ?? "").TrimEnd('.'));
        var instance = ((string?)node["spec"]?["providerID"])?.Split('/')[^1] ?? "INSTANCE_ID";
        var why = $"node {name} is NotReady (Ready is {status}, {(string?)ready?["reason"]}): {message}";
        if (message.Contains("cni", StringComparison.OrdinalIgnoreCase) || message.Contains("NetworkPluginNotReady", StringComparison.Ordinal))
        {
            return LinkState.Mend(
                why, "let the network add-on start: its role, or that of the node, needs AmazonEKS_CNI_Policy",
                "kubectl logs -n kube-system daemonset/aws-node --all-containers --tail=50", "kubectl rollout restart daemonset/aws-node -n kube-system");
        }

        return status == "Unknown"
            ? LinkState.Mend(
                why, "the kubelet does not report any more: its instance is gone, hangs, or its role is not let in any more; look at it, else replace it",
                $"aws ssm start-session --target {ShellText.Word(instance)}", "# there: journalctl -u kubelet --no-pager | tail -50",
                $"aws autoscaling terminate-instance-in-auto-scaling-group --instance-id {ShellText.Word(instance)} --no-should-decrement-desired-capacity")
            : LinkState.Mend(why, "mend what the kubelet says", $"kubectl describe node {ShellText.Word(name)}");
    }

    private LinkState Kubelet(string version)
    {
        if (Minor(version) is not { } server) return new LinkState.Unknown($"the version of the cluster is \"{version}\"");
        foreach (var node in _nodes)
        {
            var kubelet = (string?)node["status"]?["nodeInfo"]?["kubeletVersion"] ?? "";
            if (Minor(kubelet.TrimStart('v')) is not { } own || (own <= server && server - own <= OldestKubelet)) continue;
            var group = GroupOf(node) ?? "NODEGROUP";
            return LinkState.Mend(
                $"the kubelet of {RbacJson.NameOf(node)} is {kubelet}, and the cluster {version}: {(own > server ? "it may not be newer" : $"it may be {OldestKubelet} minor versions older at most")}",
                "bring the nodes to the version of the cluster", new ClusterCommands(_cluster).Eks("update-nodegroup-version", $"--nodegroup-name {ShellText.Word(group)}"));
        }

        return new LinkState.Holds($"fits the cluster's {version}");
    }

    private static int? Minor(string version) =>
        version.Split('.') is [_, var minor, ..] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? GroupOf(JsonObject node) => (string?)node["metadata"]?["labels"]?[NodeGuide.GroupLabel];

    private static JsonObject? Condition(JsonObject node, string type) =>
        (node["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(condition => (string?)condition["type"] == type);
}
