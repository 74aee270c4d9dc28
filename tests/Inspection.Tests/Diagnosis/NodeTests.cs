using System.Text.Json.Nodes;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Diagnosis;
using static EksIamCdk.Inspection.Tests.Diagnosis.ArticleCluster;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>Nodes that do not join, or are NotReady.</summary>
public sealed class NodeTests
{
    private const string Entry = "- rolearn: arn:aws:iam::123456789012:role/demo-eks-node-role\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n    - system:bootstrappers\n    - system:nodes\n";

    private static readonly PrincipalArn s_role = PrincipalArn.Parse("", NodeRole, new ProblemList())!;

    [Fact]
    public void Nodes_that_aws_auth_lets_in_and_nodes_of_an_access_entry_have_a_whole_chain()
    {
        AllHold(Examine());
        AllHold(Examine(MapRoles(_ => "[]"), AccessEntry("EC2_LINUX")));
        AllHold(NodeGuide.Examine(State(), "ip-10-0-1-7.ec2.internal", null, LiveFindings.None));
        AllHold(NodeGuide.Examine(State(), null, s_role, LiveFindings.None));
    }

    [Fact]
    public void No_node_registers_since_the_map_was_written_without_the_worker_role()
    {
        var broken = BrokenAt("let in", Examine(MapRoles(map => map.Replace(Entry, "", StringComparison.Ordinal))));

        Assert.Equal(
            $"aws eks create-access-entry --cluster-name demo-eks-cluster --region us-east-1 --principal-arn {NodeRole} --type EC2_LINUX", Assert.Single(broken.Commands));
    }

    [Fact]
    public void No_node_registers_in_a_cluster_of_the_mode_CONFIG_MAP_without_aws_auth()
    {
        var broken = BrokenAt("let in", Examine(Without("kubernetes/aws-auth"), Cluster("authenticationMode", "CONFIG_MAP")));

        Assert.Equal("kubectl edit configmap aws-auth -n kube-system", broken.Commands[0]);
        Assert.Contains($"#   - rolearn: {NodeRole}", broken.Commands);
    }

    [Theory]
    [InlineData("role/demo-eks-node-role", "role/eks/demo-eks-node-role", "without the path")]
    [InlineData(":role/demo-eks-node-role", ":instance-profile/demo-eks-node-role", "not the ARN of a role")]
    [InlineData("role/demo-eks-node-role\n", "role/demo-eks-node-role\n  # worker\n", null)]
    public void The_entry_of_the_nodes_has_a_path_or_names_the_instance_profile(string from, string to, string? why)
    {
        var examination = Examine(MapRoles(map => map.Replace(from, to, StringComparison.Ordinal)));

        if (why is null) AllHold(examination);
        else Assert.Contains(why, BrokenAt("let in", examination).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_syntax_slip_in_mapRoles_puts_all_nodes_out() =>
        Assert.Contains("the whole section is lost", BrokenAt("let in", Examine(MapRoles(map => map.Replace("username: system:node:{{EC2PrivateDNSName}}", "username: {{EC2PrivateDNSName}}", StringComparison.Ordinal)))).Why, StringComparison.Ordinal);

    [Fact]
    public void The_access_entry_of_the_nodes_has_the_type_STANDARD()
    {
        var broken = BrokenAt("let in", Examine(AccessEntry("STANDARD")));

        Assert.Equal(["delete-access-entry", "create-access-entry"], broken.Commands.Select(command => command.Split(' ')[2]));
    }

    [Fact]
    public void The_username_of_the_nodes_is_misspelt_or_that_of_a_person_in_a_later_duplicate()
    {
        var misspelt = BrokenAt("username", Examine(MapRoles(map => map.Replace("EC2PrivateDNSName", "EC2PrivateDnsName", StringComparison.Ordinal))));
        var shadowed = BrokenAt("username", Examine(MapRoles(map => $"{map}\n- rolearn: {NodeRole}\n  username: admin\n  groups: ['system:masters']\n")));

        Assert.Contains("probably system:node:{{EC2PrivateDNSName}} was meant", misspelt.Why, StringComparison.Ordinal);
        Assert.Contains("aws-auth mapRoles line 1 would be right, and has no effect", shadowed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nodes_lack_a_group()
    {
        var broken = BrokenAt("groups", Examine(MapRoles(map => map.Replace("    - system:bootstrappers\n", "", StringComparison.Ordinal))));

        Assert.Equal("write groups: [system:nodes, system:bootstrappers] there", broken.Remedy);
    }

    [Fact]
    public void The_role_of_the_nodes_trusts_no_instance() =>
        BrokenAt("node role", Examine(Trust("demo-eks-node-role", """{"Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}""")));

    [Fact]
    public void EKS_says_what_is_wrong_with_the_node_group()
    {
        var broken = BrokenAt("node groups", Examine(Group(group =>
        {
            group["status"] = "CREATE_FAILED";
            group["health"] = Parse("""{"issues": [{"code": "NodeCreationFailure", "message": "Instances failed to join the kubernetes cluster"}]}""");
        })));

        Assert.Equal("node group demo-node-group is CREATE_FAILED: NodeCreationFailure: Instances failed to join the kubernetes cluster", broken.Why);
    }

    [Fact]
    public void Fewer_nodes_register_than_the_node_group_is_to_have() =>
        Assert.Contains("is to have 2 nodes, and 1 registered", BrokenAt("registered", Examine(Group(group => group["scalingConfig"]!["desiredSize"] = 2))).Why, StringComparison.Ordinal);

    [Fact]
    public void A_node_that_did_not_register_is_named_by_its_nearest()
    {
        var broken = BrokenAt("registered", NodeGuide.Examine(State(), "ip-10-0-1-8.ec2.internal", null, LiveFindings.None));

        Assert.Contains("probably ip-10-0-1-7.ec2.internal was meant", broken.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("False", "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized", "kubectl rollout restart daemonset/aws-node -n kube-system")]
    [InlineData("Unknown", "Kubelet stopped posting node status.", "aws ssm start-session --target i-0123456789abcdef0")]
    [InlineData("False", "PLEG is not healthy", "kubectl describe node ip-10-0-1-7.ec2.internal")]
    public void A_node_is_NotReady(string status, string message, string command)
    {
        var broken = BrokenAt("Ready", Examine(Node(node =>
        {
            node["status"]!["conditions"]![0]!["status"] = status;
            node["status"]!["conditions"]![0]!["message"] = message;
        })));

        Assert.Contains(command, broken.Commands);
    }

    [Fact]
    public void A_node_is_short_of_disk() => Assert.Contains("DiskPressure", BrokenAt("Ready", Examine(Node(node => node["status"]!["conditions"]!.AsArray().Add(Parse("""{"type": "DiskPressure", "status": "True", "message": "kubelet has disk pressure"}"""))))).Why, StringComparison.Ordinal);

    [Fact]
    public void The_network_add_on_is_degraded_or_its_role_does_not_trust_its_service_account()
    {
        var sick = State(documents => documents["aws/addons"]["addons"]![0]!["status"] = "DEGRADED");
        var role = State(
            documents => documents["aws/addons"]["addons"]![0]!["serviceAccountRoleArn"] = S3Role,
            documents => documents["kubernetes/serviceaccounts"]["items"]![4]!["metadata"]!["annotations"] = new JsonObject { ["eks.amazonaws.com/role-arn"] = S3Role });

        BrokenAt("network add-on", NodeGuide.Examine(sick, null, null, LiveFindings.None));
        var broken = BrokenAt("role of the network add-on", NodeGuide.Examine(role, null, null, LiveFindings.None));
        Assert.Contains("system:serviceaccount:kube-system:aws-node", broken.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.34.0-eks-1", "it may not be newer")]
    [InlineData("v1.29.0-eks-1", "3 minor versions older at most")]
    public void A_kubelet_does_not_fit_the_cluster(string version, string why) =>
        Assert.Contains(why, BrokenAt("kubelet version", Examine(Node(node => node["status"]!["nodeInfo"]!["kubeletVersion"] = version))).Why, StringComparison.Ordinal);

    [Fact]
    public void Nodes_that_could_not_be_listed_are_unknown_and_not_absent()
    {
        var examination = Examine(Unread("list nodes", "kubernetes/nodes"));

        Assert.Null(examination.BrokenLink);
        Assert.IsType<LinkState.Unknown>(examination.Links.Single(link => link.Link == "registered").State);
    }

    private static Examination Examine(params Action<Dictionary<string, JsonObject>>[] changes) => NodeGuide.Examine(State(changes), null, null, LiveFindings.None);

    private static Action<Dictionary<string, JsonObject>> AccessEntry(string type) => documents =>
        documents["aws/access-entries"]["accessEntries"]!.AsArray().Add(new JsonObject { ["principalArn"] = NodeRole, ["type"] = type });

    private static Action<Dictionary<string, JsonObject>> Group(Action<JsonObject> change) => documents => change(documents["aws/node-groups"]["nodegroups"]![0]!.AsObject());

    private static Action<Dictionary<string, JsonObject>> Node(Action<JsonObject> change) => documents => change(documents["kubernetes/nodes"]["items"]![0]!.AsObject());
}
