using System.Diagnostics;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs.Clusters;

namespace EksIamCdk.CdkApp;

/// <summary>The cluster that a spec asks to make, in a stack of its own: access changes often, a cluster seldom.</summary>
public sealed class ClusterStack : Stack
{
    public ClusterStack(Construct scope, string id, ClusterSpec cluster, Amazon.CDK.Environment env)
        : base(scope, id, SpecStacks.Props("cluster", $"The EKS cluster {cluster.Name}", cluster, env))
    {
        var create = cluster.Create ?? throw new ArgumentException("The spec asks for no cluster.", nameof(cluster));
        Cluster = new EksCluster(this, "Cluster", new()
        {
            Name = cluster.Name.Text,
            Version = create.Version.Text,
            AuthenticationMode = SpecStacks.Mode(cluster),
            AdminRoleArns = [.. create.AdminRoles.Select(role => role.Value.Full)],
            Vpc = Vpc(create.Vpc),
            EndpointAccess = new()
            {
                Public = create.EndpointAccess.Public,
                PublicCidrs = [.. create.EndpointAccess.PublicCidrs.Select(cidr => cidr.Text)],
                Private = create.EndpointAccess.Private,
            },
            Logging = [.. create.Logging.Select(Log)],
            EncryptSecrets = create.EncryptSecrets,
            Trail = create.Trail,
            NodeGroups = [.. create.NodeGroups.Select(Nodes)],
            Addons = [.. create.Addons.Select(addon => addon.Text)],
        });
        Output("ClusterName", "For aws eks update-kubeconfig", Cluster.Target.Name);
        Output("OidcProviderArn", "The provider that service accounts with roles rely on", Cluster.OidcProviderArn);
        Output("VpcId", "The VPC of the cluster", Cluster.VpcId);
        Export();
    }

    public EksCluster Cluster { get; }

    // Whether the access stack uses them or not: an export that went with its last use could not go, as the access stack is deployed after this.
    private void Export()
    {
        var target = Cluster.Target;
        string?[] values =
        [
            target.Name, target.Arn, target.Endpoint, target.CertificateAuthorityData, target.OidcIssuer, Cluster.SecurityGroupId,
            .. Cluster.NodeSubnetIds,
        ];
        foreach (var value in values.Where(value => Token.IsUnresolved(value!))) ExportValue(value!);
    }

    private static ClusterVpc Vpc(VpcSpec vpc) => vpc switch
    {
        VpcSpec.Made made => new ClusterVpc.Made { Cidr = made.Cidr.Text, MaxAzs = made.MaxAzs, NatGateways = made.NatGateways },
        VpcSpec.Given given => new ClusterVpc.Given(given.Id.Text, [.. given.Subnets.Select(subnet => subnet.Text)]),
        _ => throw new UnreachableException(),
    };

    private static ControlPlaneLog Log(ClusterLog log) => log switch
    {
        ClusterLog.Api => ControlPlaneLog.Api,
        ClusterLog.Audit => ControlPlaneLog.Audit,
        ClusterLog.Authenticator => ControlPlaneLog.Authenticator,
        ClusterLog.ControllerManager => ControlPlaneLog.ControllerManager,
        ClusterLog.Scheduler => ControlPlaneLog.Scheduler,
        _ => throw new UnreachableException(),
    };

    private static NodeGroup Nodes(NodeGroupSpec group) => new()
    {
        Name = group.Name.Text,
        InstanceTypes = group.InstanceTypes.Count == 0 ? null : [.. group.InstanceTypes.Select(type => type.Text)],
        Min = group.Min,
        Max = group.Max,
    };

    private void Output(string id, string description, string value) =>
        _ = new CfnOutput(this, id, new CfnOutputProps { Description = description, Value = value });
}
