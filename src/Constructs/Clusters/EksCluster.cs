using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.IAM;
using Constructs;
using EksIamCdk.Constructs.Iam;
using AccessPolicy = EksIamCdk.Access.AccessEntries.AccessPolicy;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>
/// An EKS cluster of plain CloudFormation resources alone: no kubectl provider, nested stack, layer or custom resource. Only the roles that are
/// named as its admins are let in; whoever creates it is not.
/// </summary>
public sealed class EksCluster : Construct
{
    private readonly CfnCluster _cluster;

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public EksCluster(Construct scope, string id, EksClusterProps props)
        : base(scope, id)
    {
        EksClusterChecks.Throw(Node.Path, props);
        var mode = props.AuthenticationMode ?? AuthenticationMode.API_AND_CONFIG_MAP;
        var network = ClusterNetwork.Of(this, props.Name, props.Vpc);
        (VpcId, NodeSubnetIds) = (network.VpcId, network.NodeSubnetIds);
        _cluster = Cluster(props, mode, network.SubnetIds);
        Target = ClusterTarget.FromCfnCluster(_cluster, mode);
        FunctionNetwork = IsOpen(props.EndpointAccess) || props.EndpointAccess is { Private: false } ? null : new()
        {
            SubnetIds = NodeSubnetIds,
            SecurityGroupIds = [SecurityGroupId],
            Routes = network.Routes,
        };
        var issuer = new CfnOIDCProvider(this, "OidcProvider", new CfnOIDCProviderProps
        {
            Url = _cluster.AttrOpenIdConnectIssuerUrl,
            ClientIdList = ["sts.amazonaws.com"],
        });
        OidcProviderArn = issuer.AttrArn;
        Admins(props.AdminRoleArns);
        Construct? nodes = null;
        if (props.NodeGroups is { Count: > 0 } groups)
        {
            nodes = new ManagedNodes(this, "Nodes", _cluster, NodeSubnetIds, groups).Groups;
            // Nodes join over the internet where the private endpoint is off, and pull their images over it in any case.
            nodes.Node.AddDependency([.. network.Routes]);
        }

        ClusterAddons.Add(new Construct(this, "Addons"), _cluster, props.Addons ?? [], nodes);
        if (props.Trail == true) _ = new ManagementTrail(this, "Trail", props.Name);
        Warn(props);
    }

    /// <summary>The cluster, for a <see cref="MappingProvider"/>.</summary>
    public ClusterTarget Target { get; }

    /// <summary>The OIDC provider that service accounts with roles rely on.</summary>
    public string OidcProviderArn { get; }

    public string VpcId { get; }

    /// <summary>Where the nodes are: the private subnets of a VPC that was made, all of one that was given.</summary>
    public IReadOnlyList<string> NodeSubnetIds { get; }

    /// <summary>The group that control plane and nodes share, and that lets in whatever is in it.</summary>
    public string SecurityGroupId => _cluster.AttrClusterSecurityGroupId;

    /// <summary>
    /// Where the function of a <see cref="MappingProvider"/> must be, when the API server is not open to the whole internet; null when it is.
    /// Of a VPC that was given, the subnets need a NAT gateway for that.
    /// </summary>
    public FunctionNetwork? FunctionNetwork { get; }

    private CfnCluster Cluster(EksClusterProps props, AuthenticationMode mode, IReadOnlyList<string> subnets)
    {
        var stack = Stack.Of(this);
        var key = props.EncryptSecrets == true ? SecretsKey.Make(this, "SecretsKey", props.Name) : null;
        var role = new CfnRole(this, "Role", new CfnRoleProps
        {
            Description = "Lets the control plane manage what the cluster needs in this account",
            AssumeRolePolicyDocument = new ServiceTrust { Service = "eks.amazonaws.com" }.Document(stack),
            ManagedPolicyArns = [PolicyDocuments.ManagedByAws(stack, "AmazonEKSClusterPolicy")],
            Policies = key is null
                ? null
                : new[] { new CfnRole.PolicyProperty { PolicyName = "Secrets", PolicyDocument = SecretsKey.Use(key) } },
        });
        return new CfnCluster(this, "Resource", new CfnClusterProps
        {
            Name = props.Name,
            Version = props.Version,
            RoleArn = role.AttrArn,
            ResourcesVpcConfig = new CfnCluster.ResourcesVpcConfigProperty
            {
                SubnetIds = [.. subnets],
                EndpointPublicAccess = props.EndpointAccess?.Public ?? true,
                EndpointPrivateAccess = props.EndpointAccess?.Private ?? true,
                PublicAccessCidrs = props.EndpointAccess?.PublicCidrs is { Count: > 0 } cidrs ? [.. cidrs] : null,
            },
            AccessConfig = new CfnCluster.AccessConfigProperty
            {
                AuthenticationMode = mode.ToString(),
                BootstrapClusterCreatorAdminPermissions = false,
            },
            Logging = props.Logging is { Count: > 0 } logs ? Logging(logs) : null,
            EncryptionConfig = key is null
                ? null
                : new[]
                {
                    new CfnCluster.EncryptionConfigProperty
                    {
                        Provider = new CfnCluster.ProviderProperty { KeyArn = key.AttrArn },
                        Resources = ["secrets"],
                    },
                },
        });
    }

    private static CfnCluster.LoggingProperty Logging(IReadOnlyList<ControlPlaneLog> logs) => new()
    {
        ClusterLogging = new CfnCluster.ClusterLoggingProperty
        {
            EnabledTypes = logs.Select(log => new CfnCluster.LoggingTypeConfigProperty
            {
                Type = log == ControlPlaneLog.ControllerManager ? "controllerManager" : log.ToString().ToLowerInvariant(),
            }).ToArray(),
        },
    };

    private void Admins(IReadOnlyList<string> arns)
    {
        var admins = new Construct(this, "Admins");
        foreach (var arn in arns)
        {
            _ = new CfnAccessEntry(admins, StableId.OfPrincipal(admins, arn), new CfnAccessEntryProps
            {
                ClusterName = _cluster.Ref,
                PrincipalArn = arn,
                Type = "STANDARD",
                AccessPolicies = new[]
                {
                    new CfnAccessEntry.AccessPolicyProperty
                    {
                        PolicyArn = AccessPolicy.Arn(Stack.Of(this).Partition, AccessPolicy.ClusterAdmin),
                        AccessScope = new CfnAccessEntry.AccessScopeProperty { Type = "cluster" },
                    },
                },
            });
        }
    }

    private static bool IsOpen(ClusterEndpoint? access) =>
        access is null || (access.Public != false && (access.PublicCidrs is not { Count: > 0 } cidrs || cidrs.Contains("0.0.0.0/0")));

    private void Warn(EksClusterProps props)
    {
        if (props.EndpointAccess is { Private: false } && !IsOpen(props.EndpointAccess))
        {
            Annotations.Of(this).AddWarningV2(
                "eks-iam-cdk:endpoint-shuts-out",
                "Only PublicCidrs reach the API server: nodes must come from there, and the mapping function, which has no fixed address, does not "
                + "reach it at all. Turn the private endpoint on.");
        }

        if (props.NodeGroups is not { Count: > 0 }) return;

        if (props.Vpc is ClusterVpc.Made { NatGateways: 0 })
        {
            Annotations.Of(this).AddWarningV2(
                "eks-iam-cdk:nodes-without-nat",
                "Nodes in private subnets without a NAT gateway pull no images and do not join: give NatGateways, or add VPC endpoints for "
                + "ec2, ecr.api, ecr.dkr, s3, sts and eks.");
        }
    }
}
