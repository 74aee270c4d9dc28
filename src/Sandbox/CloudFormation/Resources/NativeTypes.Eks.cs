namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <content>EKS.</content>
internal static partial class NativeTypes
{
    private const string OfCluster = "{account}|{region}|{ClusterName}|";

    private static IEnumerable<NativeType> Eks() =>
    [
        Type("AWS::EKS::Cluster", "Name", replacedBy: "Name RoleArn EncryptionConfig BootstrapSelfManagedAddons KubernetesNetworkConfig",
            attributes:
            [
                ("Arn", "arn:{partition}:eks:{region}:{account}:cluster/{id}"), ("Endpoint", "https://{HEX32}.gr7.{region}.eks.{suffix}"),
                ("CertificateAuthorityData", "bWFkZSB1cA=="), ("ClusterSecurityGroupId", "sg-{hex17}"),
                ("OpenIdConnectIssuerUrl", "https://oidc.eks.{region}.{suffix}/id/{HEX32}"), ("Id", "{uuid}"),
                ("EncryptionConfigKeyArn", ""), ("KubernetesNetworkConfig.ServiceIpv6Cidr", ""),
            ]).Once(InRegion, "Cluster already exists with name: {id}"),
        Type("AWS::EKS::AccessEntry", id: "{PrincipalArn}|{ClusterName}", replacedBy: "ClusterName PrincipalArn Type",
            attributes: [("AccessEntryArn", "arn:{partition}:eks:{region}:{account}:access-entry/{ClusterName}/{uuid}")]),
        Type("AWS::EKS::Nodegroup", id: "{ClusterName}/{NodegroupName|nodes-{hex8}}",
            replacedBy: "ClusterName NodegroupName NodeRole Subnets AmiType CapacityType DiskSize InstanceTypes",
            attributes:
            [
                ("Arn", "arn:{partition}:eks:{region}:{account}:nodegroup/{id}/{uuid}"), ("ClusterName", "{ClusterName}"),
                ("Id", "{id}"), ("NodegroupName", "{id.last}"),
            ]).Once(InRegion, "NodeGroup already exists with name {NodegroupName} and cluster name {ClusterName}"),
        Type("AWS::EKS::FargateProfile", id: "{ClusterName}|{FargateProfileName|profile-{hex8}}",
            replacedBy: "ClusterName FargateProfileName PodExecutionRoleArn Selectors Subnets",
            attributes: [("Arn", "arn:{partition}:eks:{region}:{account}:fargateprofile/{ClusterName}/{uuid}")])
            .Once(InRegion, "A Fargate Profile already exists with this name in this cluster."),
        Type("AWS::EKS::Addon", id: "{ClusterName}|{AddonName}", replacedBy: "ClusterName AddonName",
            attributes: [("Arn", "arn:{partition}:eks:{region}:{account}:addon/{ClusterName}/{AddonName}/{uuid}")])
            .Once(InRegion, "Addon already exists."),
        Type("AWS::EKS::PodIdentityAssociation",
            id: "arn:{partition}:eks:{region}:{account}:podidentityassociation/{ClusterName}/a-{hex17}",
            replacedBy: "ClusterName Namespace ServiceAccount",
            attributes: [("AssociationArn", "{id}"), ("AssociationId", "{id.last}"), ("ExternalId", "")])
            .Once(
                OfCluster + "{Namespace}|{ServiceAccount}",
                "Association already exists: a pod identity association of {Namespace}/{ServiceAccount} in cluster {ClusterName}"),
        Type("AWS::EKS::IdentityProviderConfig", id: "{ClusterName}/oidc/{hex8}", replacedBy: "ClusterName Oidc Type",
            attributes: [("IdentityProviderConfigArn", "arn:{partition}:eks:{region}:{account}:identityproviderconfig/{id}/{uuid}")]),
    ];
}
