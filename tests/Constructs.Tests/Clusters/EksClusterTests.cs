using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Clusters;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Clusters;

public sealed class EksClusterTests
{
    [Fact]
    public void It_is_made_of_plain_resources_alone()
    {
        var template = Template(stack => _ = new EksCluster(stack, "Cluster", Whole()));

        var types = template["Resources"]!.AsObject().Select(pair => pair.Value!["Type"]!.GetValue<string>()).ToHashSet();
        Assert.Equal(
        [
            "AWS::CloudTrail::Trail", "AWS::EC2::EIP", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route", "AWS::EC2::RouteTable",
            "AWS::EC2::Subnet", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPC", "AWS::EC2::VPCGatewayAttachment", "AWS::EKS::AccessEntry",
            "AWS::EKS::Addon", "AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::IAM::OIDCProvider", "AWS::IAM::Role", "AWS::KMS::Key",
            "AWS::S3::Bucket", "AWS::S3::BucketPolicy",
        ],
        types.Order(StringComparer.Ordinal));
        Assert.Null(template["Parameters"]?["AssetParameters"]);
    }

    [Fact]
    public void The_control_plane_is_as_it_was_asked_for()
    {
        var cluster = Template(stack => _ = new EksCluster(stack, "Cluster", Whole())).One("AWS::EKS::Cluster")["Properties"]!.AsObject();

        var network = cluster["ResourcesVpcConfig"]!.AsObject();
        Assert.Equal(6, network["SubnetIds"]!.AsArray().Count);
        network.Remove("SubnetIds");
        AssertJson("""{"EndpointPrivateAccess": true, "EndpointPublicAccess": true, "PublicAccessCidrs": ["203.0.113.0/24"]}""", network);
        AssertJson("""{"ClusterLogging": {"EnabledTypes": [{"Type": "api"}, {"Type": "audit"}, {"Type": "controllerManager"}]}}""", cluster["Logging"]);
        Assert.Equal(("demo", "1.34"), (cluster["Name"]!.GetValue<string>(), cluster["Version"]!.GetValue<string>()));
        AssertJson("""["secrets"]""", cluster["EncryptionConfig"]![0]!["Resources"]);
    }

    [Fact]
    public void Nobody_is_let_in_but_its_admins()
    {
        var template = Template(stack => _ = new EksCluster(stack, "Cluster", Whole()));

        AssertJson(
            """{"AuthenticationMode": "API_AND_CONFIG_MAP", "BootstrapClusterCreatorAdminPermissions": false}""",
            template.One("AWS::EKS::Cluster")["Properties"]!["AccessConfig"]);
        AssertJson(
            """
            {"ClusterName": {"Ref": "ClusterEB0386A7"}, "PrincipalArn": "arn:aws:iam::111122223333:role/PlatformAdmin", "Type": "STANDARD",
             "AccessPolicies": [{"AccessScope": {"Type": "cluster"}, "PolicyArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"},
               ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"]]}}]}
            """,
            template.One("AWS::EKS::AccessEntry")["Properties"]);
    }

    [Fact]
    public void The_ids_of_admins_are_made_of_their_names_and_tokens()
    {
        string[] Ids(params string[] arns) => [.. Template(stack =>
        {
            var parameter = new CfnParameter(stack, "Admin").ValueAsString;
            _ = new EksCluster(stack, "Cluster", Props(admins: [.. arns.Select(arn => arn == "token" ? parameter : arn)]));
        }).All("AWS::EKS::AccessEntry").Keys.Order(StringComparer.Ordinal)];

        const string One = "arn:aws:iam::111122223333:role/team/One";
        Assert.Equal(Ids(One, "token"), Ids("token", One));
        Assert.StartsWith("ClusterAdminsrole111122223333One", Ids(One)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_key_policy_says_every_resource()
    {
        var template = Template(stack => _ = new EksCluster(stack, "Cluster", Whole()));

        Assert.Equal(
            ["AWS::KMS::Key"],
            template["Resources"]!.AsObject().Select(pair => pair.Value!).Where(
                resource => resource.ToJsonString().Contains("\"Resource\":\"*\"", StringComparison.Ordinal)).Select(
                resource => resource["Type"]!.GetValue<string>()));
        var policies = template.All("AWS::IAM::Role").Values.SelectMany(role => role["Properties"]!["ManagedPolicyArns"]!.AsArray()).Select(
            policy => policy!["Fn::Join"]![1]![2]!.GetValue<string>());
        Assert.Equal(
        [
            ":iam::aws:policy/AmazonEKSClusterPolicy", ":iam::aws:policy/AmazonEKSWorkerNodePolicy",
            ":iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", ":iam::aws:policy/AmazonEKS_CNI_Policy",
        ],
        policies);
    }

    [Fact]
    public void The_issuer_is_known_to_IAM_for_STS_alone()
    {
        AssertJson(
            """{"Url": {"Fn::GetAtt": ["ClusterEB0386A7", "OpenIdConnectIssuerUrl"]}, "ClientIdList": ["sts.amazonaws.com"]}""",
            Template(stack => _ = new EksCluster(stack, "Cluster", Props())).One("AWS::IAM::OIDCProvider")["Properties"]);
    }

    [Fact]
    public void Nodes_come_after_what_they_need_and_before_what_needs_them()
    {
        var template = Template(stack => _ = new EksCluster(stack, "Cluster", Whole()));
        var (group, nodes) = template.All("AWS::EKS::Nodegroup").Single();
        var before = nodes["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()).ToList();

        var addons = template.All("AWS::EKS::Addon");
        Assert.Equal(
            ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"],
            addons.Where(addon => before.Contains(addon.Key)).Select(addon => Name(addon.Value)).Order(StringComparer.Ordinal));
        var coredns = addons.Values.Single(addon => Name(addon) == "coredns");
        AssertJson($"""["{group}"]""", coredns["DependsOn"]);
        Assert.Superset(template.All("AWS::EC2::Route").Keys.ToHashSet(), before.ToHashSet());
        Assert.Equal("AL2023_ARM_64_STANDARD", nodes["Properties"]!["AmiType"]!.GetValue<string>());
        AssertJson("""{"MinSize": 2, "DesiredSize": 2, "MaxSize": 4}""", nodes["Properties"]!["ScalingConfig"]);

        static string Name(JsonObject addon) => addon["Properties"]!["AddonName"]!.GetValue<string>();
    }

    [Fact]
    public void A_node_group_that_says_nothing_gets_what_EKS_takes()
    {
        var nodes = Template(stack => _ = new EksCluster(stack, "Cluster", Props(groups: [new() { Name = "main" }])))
            .One("AWS::EKS::Nodegroup")["Properties"]!;

        AssertJson("""["t3.medium"]""", nodes["InstanceTypes"]);
        AssertJson("""{"MinSize": 1, "DesiredSize": 1, "MaxSize": 1}""", nodes["ScalingConfig"]);
        Assert.Equal("AL2023_x86_64_STANDARD", nodes["AmiType"]!.GetValue<string>());
    }

    [Fact]
    public void The_trail_has_a_bucket_that_takes_its_events_alone_before_it_starts()
    {
        var template = Template(stack => _ = new EksCluster(stack, "Cluster", Whole()));

        var (bucketId, bucket) = template.All("AWS::S3::Bucket").Single();
        Assert.Equal("Retain", bucket["DeletionPolicy"]!.GetValue<string>());
        Assert.DoesNotContain("false", bucket["Properties"]!["PublicAccessBlockConfiguration"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(bucket["Properties"]!["BucketEncryption"]);
        var (policyId, policy) = template.All("AWS::S3::BucketPolicy").Single();
        AssertJson($$"""{"Ref": "{{bucketId}}"}""", policy["Properties"]!["Bucket"]);
        var trail = template.One("AWS::CloudTrail::Trail");
        AssertJson($"""["{policyId}"]""", trail["DependsOn"]);
        Assert.Equal("eks-demo", trail["Properties"]!["TrailName"]!.GetValue<string>());
        AssertJson("""[{"IncludeManagementEvents": true, "ReadWriteType": "All"}]""", trail["Properties"]!["EventSelectors"]);
        Assert.Equal(2, policy.ToJsonString().Split(":trail/eks-demo").Length - 1);
    }

    [Fact]
    public void The_function_is_put_inside_where_the_API_server_is_not_open_to_all()
    {
        var template = Template(stack =>
        {
            var cluster = new EksCluster(stack, "Cluster", Whole());
            var provider = new MappingProvider(
                stack, "Provider", new() { Cluster = cluster.Target, Network = cluster.FunctionNetwork, PackageDirectory = PackageFolder });
            _ = new AwsAuthEntry(stack, "Entry", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:role/Dev", Username = "dev" });
        });

        AssertJson(
            """{"Fn::GetAtt": ["ClusterEB0386A7", "ClusterSecurityGroupId"]}""",
            template.At("Provider2281708E")["Properties"]!["VpcConfig"]!["SecurityGroupIds"]![0]);
        Assert.Equal(3, template.At("Provider2281708E")["Properties"]!["VpcConfig"]!["SubnetIds"]!.AsArray().Count);
        // Its last call is a Delete: the way out must outlive it.
        Assert.Superset(
            template.All("AWS::EC2::Route").Keys.ToHashSet(),
            template.One("Custom::EksAwsAuthEntry")["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()).ToHashSet());
        Assert.Null(new EksCluster(new Stack(), "Cluster", Props()).FunctionNetwork);
    }

    [Fact]
    public void What_cannot_work_is_warned_of()
    {
        var stack = new Stack(new App(), "Stack");
        _ = new EksCluster(stack, "Cluster", Props(
            vpc: new ClusterVpc.Made { NatGateways = 0 },
            endpoint: new() { PublicCidrs = ["203.0.113.0/24"], Private = false },
            groups: [new() { Name = "main" }]));

        Assert.Equal(
            ["eks-iam-cdk:endpoint-shuts-out", "eks-iam-cdk:nodes-without-nat"],
            Amazon.CDK.Assertions.Annotations.FromStack(stack).FindWarning("*", Amazon.CDK.Assertions.Match.AnyValue()).Select(
                warning => warning.Entry.Data!.ToString()!.Split("[ack: ")[1].TrimEnd(']')));
    }

    [Fact]
    public void Tokens_are_left_alone()
    {
        var template = Template(stack =>
        {
            var token = new CfnParameter(stack, "Token").ValueAsString;
            _ = new EksCluster(stack, "Cluster", new()
            {
                Name = token,
                Version = token,
                AdminRoleArns = [token],
                Vpc = new ClusterVpc.Given(token, [token, "subnet-1"]),
                EndpointAccess = new() { PublicCidrs = [token] },
                NodeGroups = [new() { Name = token, InstanceTypes = [token] }],
                Addons = [token],
                Trail = true,
            });
        });

        AssertJson("""{"Ref": "Token"}""", template.One("AWS::EKS::Nodegroup")["Properties"]!["NodegroupName"]);
        AssertJson("""{"Ref": "Token"}""", template.One("AWS::EKS::Addon")["Properties"]!["AddonName"]);
        AssertJson("""{"Fn::Join": ["", ["eks-", {"Ref": "Token"}]]}""", template.One("AWS::CloudTrail::Trail")["Properties"]!["TrailName"]);
    }

    [Fact]
    public void All_wrong_properties_are_named_together()
    {
        var error = Assert.Throws<ArgumentException>(() => new EksCluster(new Stack(), "Cluster", new()
        {
            Name = "my cluster",
            Version = "v1.34",
            AdminRoleArns = [],
            AuthenticationMode = AuthenticationMode.CONFIG_MAP,
            Vpc = new ClusterVpc.Made { Cidr = "10.0.0.0/8", MaxAzs = 1, NatGateways = 3, AvailabilityZones = ["eu-west-1a", "eu-west-1a"] },
            EndpointAccess = new() { Public = false, Private = false, PublicCidrs = ["203.0.113.0"] },
            Logging = [ControlPlaneLog.Api, ControlPlaneLog.Api],
            NodeGroups =
            [
                new() { Name = "main", InstanceTypes = ["m7g.large", "m7i.large", "large"], Min = 3, Max = 2 },
                new() { Name = "main", InstanceTypes = ["t3.medium"], Min = 0, Max = 0 },
            ],
            Addons = ["coredns", "coredns"],
        }));

        Assert.Equal(
            "Default/Cluster: Name: got \"my cluster\", expected 1 to 100 letters, digits, hyphens or underscores, a letter or digit first; "
            + "Version: got \"v1.34\", expected a version of Kubernetes, such as 1.34; "
            + "AuthenticationMode: got \"CONFIG_MAP\", expected API_AND_CONFIG_MAP or API: nobody could enter a new cluster with CONFIG_MAP; "
            + "AdminRoleArns: missing, expected at least one role: whoever creates the cluster is not let in; "
            + "Vpc.Cidr: got \"10.0.0.0/8\", expected an IPv4 network from /16 to /24, such as 10.0.0.0/16; "
            + "Vpc.MaxAzs: got \"1\", expected 2 to 6; "
            + "Vpc.NatGateways: got \"3\", expected 0 to 2; "
            + "Vpc.AvailabilityZones: got \"eu-west-1a\", expected each only once; "
            + "EndpointAccess: got \"neither public nor private\", expected one of them at least; "
            + "EndpointAccess.PublicCidrs: got \"203.0.113.0\", expected none where Public is false; "
            + "EndpointAccess.PublicCidrs[0]: got \"203.0.113.0\", expected a network, such as 203.0.113.0/24; "
            + "NodeGroups[0].Max: got \"2\", expected at least 3, as Min is 3; "
            + "NodeGroups[0].InstanceTypes: got \"large\", expected an instance type, such as m7g.large; "
            + "NodeGroups[0].InstanceTypes: got \"m7g.large, m7i.large, large\", expected types of one image, not of AL2023_ARM_64_STANDARD and AL2023_x86_64_STANDARD; "
            + "NodeGroups[1].Max: got \"0\", expected at least 1, as Min is 0; "
            + "NodeGroups.Name: got \"main\", expected each only once; "
            + "Addons: got \"coredns\", expected each only once; "
            + "Logging: got \"Api\", expected each only once",
            error.Message);
    }

    private static EksClusterProps Props(
        IReadOnlyList<string>? admins = null, ClusterVpc? vpc = null, ClusterEndpoint? endpoint = null, IReadOnlyList<NodeGroup>? groups = null) => new()
        {
            Name = "demo",
            Version = "1.34",
            AdminRoleArns = admins ?? ["arn:aws:iam::111122223333:role/PlatformAdmin"],
            Vpc = vpc,
            EndpointAccess = endpoint,
            NodeGroups = groups,
        };

    internal static EksClusterProps Whole() => new()
    {
        Name = "demo",
        Version = "1.34",
        AdminRoleArns = ["arn:aws:iam::111122223333:role/PlatformAdmin"],
        Vpc = new ClusterVpc.Made { Cidr = "10.0.0.0/16", MaxAzs = 3, NatGateways = 1 },
        EndpointAccess = new() { Public = true, PublicCidrs = ["203.0.113.0/24"], Private = true },
        Logging = [ControlPlaneLog.Api, ControlPlaneLog.Audit, ControlPlaneLog.ControllerManager],
        EncryptSecrets = true,
        Trail = true,
        NodeGroups = [new() { Name = "main", InstanceTypes = ["m7g.large"], Min = 2, Max = 4 }],
        Addons = ["vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent"],
    };
}
