namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>The resource types of AWS that the sandbox knows, as their pages in the documentation describe them ("Return values",
/// "Update requires: Replacement").
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html"/></summary>
internal static class NativeTypes
{
    private static readonly Dictionary<string, NativeType> All = new[]
    {
        Type("AWS::IAM::Role", "RoleName", replacedBy: "RoleName Path",
            attributes: [("Arn", "arn:{partition}:iam::{account}:role{Path|/}{id}"), ("RoleId", "AROA{HEX17}")]),
        Type("AWS::IAM::User", "UserName", replacedBy: "UserName",
            attributes: [("Arn", "arn:{partition}:iam::{account}:user{Path|/}{id}")]),
        Type("AWS::IAM::Group", "GroupName", replacedBy: "GroupName",
            attributes: [("Arn", "arn:{partition}:iam::{account}:group{Path|/}{id}")]),
        Type("AWS::IAM::InstanceProfile", "InstanceProfileName", replacedBy: "InstanceProfileName Path",
            attributes: [("Arn", "arn:{partition}:iam::{account}:instance-profile{Path|/}{id}")]),
        Type("AWS::IAM::Policy", attributes: [("Id", "{id}")]),
        Type("AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "arn:{partition}:iam::{account}:policy{Path|/}{name}", "ManagedPolicyName Path Description",
            [("PolicyArn", "{id}"), ("PolicyId", "ANPA{HEX17}")]),
        Type("AWS::IAM::OIDCProvider", "Url", "arn:{partition}:iam::{account}:oidc-provider/{hex16}", "Url", [("Arn", "{id}")]),
        Type("AWS::Lambda::Function", "FunctionName", replacedBy: "FunctionName PackageType",
            attributes: [("Arn", "arn:{partition}:lambda:{region}:{account}:function:{id}")]),
        Type("AWS::Lambda::Permission", id: "{name}", replacedBy: "Action FunctionName Principal SourceArn SourceAccount",
            attributes: [("Id", "{id}")]),
        Type("AWS::Lambda::Version",
            id: "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:1", replacedBy: "FunctionName Description",
            attributes: [("FunctionArn", "{id}"), ("Version", "1")]),
        Type("AWS::Lambda::Alias",
            id: "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:{Name}", replacedBy: "FunctionName Name",
            attributes: [("AliasArn", "{id}")]),
        Type("AWS::Lambda::EventInvokeConfig", replacedBy: "FunctionName Qualifier"),
        Type("AWS::Lambda::LayerVersion",
            id: "arn:{partition}:lambda:{region}:{account}:layer:{LayerName|layer}:1", replacedBy: "Content LayerName",
            attributes: [("LayerVersionArn", "{id}")]),
        Type("AWS::Logs::LogGroup", "LogGroupName", replacedBy: "LogGroupName",
            attributes: [("Arn", "arn:{partition}:logs:{region}:{account}:log-group:{id}:*")]),
        Type("AWS::S3::Bucket", "BucketName", "eksiam-sandbox-{hex17}", "BucketName",
        [
            ("Arn", "arn:{partition}:s3:::{id}"), ("DomainName", "{id}.s3.{suffix}"), ("RegionalDomainName", "{id}.s3.{region}.{suffix}"),
            ("DualStackDomainName", "{id}.s3.dualstack.{region}.{suffix}"), ("WebsiteURL", "http://{id}.s3-website-{region}.{suffix}"),
        ]),
        Type("AWS::S3::BucketPolicy", replacedBy: "Bucket"),
        Type("AWS::KMS::Key", id: "{uuid}", attributes: [("Arn", "arn:{partition}:kms:{region}:{account}:key/{id}"), ("KeyId", "{id}")]),
        Type("AWS::KMS::Alias", "AliasName", replacedBy: "AliasName"),
        Type("AWS::SNS::Topic", "TopicName", "arn:{partition}:sns:{region}:{account}:{name}", "TopicName FifoTopic",
            [("TopicArn", "{id}"), ("TopicName", "{TopicName|topic}")]),
        Type("AWS::SQS::Queue", "QueueName", "https://sqs.{region}.{suffix}/{account}/{name}", "QueueName FifoQueue",
            [("Arn", "arn:{partition}:sqs:{region}:{account}:{id.last}"), ("QueueName", "{id.last}"), ("QueueUrl", "{id}")]),
        Type("AWS::SSM::Parameter", "Name", replacedBy: "Name", attributes: [("Type", "{Type}"), ("Value", "{Value}")]),
        Type("AWS::SecretsManager::Secret", "Name", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{hex17}", "Name",
            [("Id", "{id}")]),
        Type("AWS::CloudTrail::Trail", "TrailName", replacedBy: "TrailName",
            attributes: [("Arn", "arn:{partition}:cloudtrail:{region}:{account}:trail/{id}"), ("SnsTopicArn", "")]),
        Type("AWS::Events::Rule", "Name", replacedBy: "Name EventBusName",
            attributes: [("Arn", "arn:{partition}:events:{region}:{account}:rule/{id}")]),

        Type("AWS::EKS::Cluster", "Name", replacedBy: "Name RoleArn EncryptionConfig BootstrapSelfManagedAddons KubernetesNetworkConfig",
            attributes:
            [
                ("Arn", "arn:{partition}:eks:{region}:{account}:cluster/{id}"), ("Endpoint", "https://{HEX32}.gr7.{region}.eks.{suffix}"),
                ("CertificateAuthorityData", "bWFkZSB1cA=="), ("ClusterSecurityGroupId", "sg-{hex17}"),
                ("OpenIdConnectIssuerUrl", "https://oidc.eks.{region}.{suffix}/id/{HEX32}"), ("Id", "{uuid}"),
                ("EncryptionConfigKeyArn", ""), ("KubernetesNetworkConfig.ServiceIpv6Cidr", ""),
            ]),
        Type("AWS::EKS::AccessEntry", id: "{PrincipalArn}|{ClusterName}", replacedBy: "ClusterName PrincipalArn Type",
            attributes: [("AccessEntryArn", "arn:{partition}:eks:{region}:{account}:access-entry/{ClusterName}/{uuid}")]),
        Type("AWS::EKS::Nodegroup", id: "{ClusterName}/{NodegroupName|nodes}",
            replacedBy: "ClusterName NodegroupName NodeRole Subnets AmiType CapacityType DiskSize InstanceTypes",
            attributes:
            [
                ("Arn", "arn:{partition}:eks:{region}:{account}:nodegroup/{id}/{uuid}"), ("ClusterName", "{ClusterName}"),
                ("Id", "{id}"), ("NodegroupName", "{id.last}"),
            ]),
        Type("AWS::EKS::FargateProfile", id: "{ClusterName}|{FargateProfileName|profile}",
            replacedBy: "ClusterName FargateProfileName PodExecutionRoleArn Selectors Subnets",
            attributes: [("Arn", "arn:{partition}:eks:{region}:{account}:fargateprofile/{ClusterName}/{uuid}")]),
        Type("AWS::EKS::Addon", id: "{ClusterName}|{AddonName}", replacedBy: "ClusterName AddonName",
            attributes: [("Arn", "arn:{partition}:eks:{region}:{account}:addon/{ClusterName}/{AddonName}/{uuid}")]),
        Type("AWS::EKS::PodIdentityAssociation",
            id: "arn:{partition}:eks:{region}:{account}:podidentityassociation/{ClusterName}/a-{hex17}",
            replacedBy: "ClusterName Namespace ServiceAccount", attributes: [("AssociationArn", "{id}"), ("AssociationId", "{id.last}")]),

        Type("AWS::EC2::VPC", id: "vpc-{hex17}", replacedBy: "CidrBlock InstanceTenancy", attributes:
        [
            ("VpcId", "{id}"), ("CidrBlock", "{CidrBlock}"), ("DefaultSecurityGroup", "sg-{hex17}"), ("DefaultNetworkAcl", "acl-{hex17}"),
        ]),
        Type("AWS::EC2::Subnet", id: "subnet-{hex17}", replacedBy: "VpcId CidrBlock AvailabilityZone",
            attributes:
            [
                ("SubnetId", "{id}"), ("VpcId", "{VpcId}"), ("CidrBlock", "{CidrBlock}"),
                ("AvailabilityZone", "{AvailabilityZone|eu-west-1a}"),
            ]),
        Type("AWS::EC2::RouteTable", id: "rtb-{hex17}", replacedBy: "VpcId", attributes: [("RouteTableId", "{id}")]),
        Type("AWS::EC2::Route", id: "{RouteTableId}|{DestinationCidrBlock}", replacedBy: "RouteTableId DestinationCidrBlock"),
        Type("AWS::EC2::SubnetRouteTableAssociation", id: "rtbassoc-{hex17}", replacedBy: "SubnetId", attributes: [("Id", "{id}")]),
        Type("AWS::EC2::InternetGateway", id: "igw-{hex17}", attributes: [("InternetGatewayId", "{id}")]),
        Type("AWS::EC2::VPCGatewayAttachment", id: "IGW|{VpcId}", replacedBy: "VpcId"),
        Type("AWS::EC2::EIP", id: "203.0.113.7", attributes: [("AllocationId", "eipalloc-{hex17}"), ("PublicIp", "{id}")]),
        Type("AWS::EC2::NatGateway", id: "nat-{hex17}", replacedBy: "SubnetId AllocationId", attributes: [("NatGatewayId", "{id}")]),
        Type("AWS::EC2::SecurityGroup", id: "sg-{hex17}", replacedBy: "GroupName GroupDescription VpcId",
            attributes: [("GroupId", "{id}"), ("Id", "{id}"), ("VpcId", "{VpcId}")]),
        Type("AWS::EC2::SecurityGroupIngress", id: "sgr-{hex17}", replacedBy: "GroupId IpProtocol FromPort ToPort",
            attributes: [("Id", "{id}")]),
        Type("AWS::EC2::SecurityGroupEgress", id: "sgr-{hex17}", replacedBy: "GroupId IpProtocol FromPort ToPort",
            attributes: [("Id", "{id}")]),
        Type("AWS::EC2::LaunchTemplate", id: "lt-{hex17}", replacedBy: "LaunchTemplateName",
            attributes: [("LaunchTemplateId", "{id}"), ("LatestVersionNumber", "1"), ("DefaultVersionNumber", "1")]),
        Type("AWS::CDK::Metadata", id: "{uuid}"),
    }.ToDictionary(type => type.Type, StringComparer.Ordinal);

    /// <summary>A type that is not in the table has a physical id and no attributes.</summary>
    public static NativeType For(string type) => All.GetValueOrDefault(type) ?? new NativeType(type);

    private static NativeType Type(
        string type, string? name = null, string id = "{name}", string replacedBy = "", params (string Name, string Pattern)[] attributes)
    {
        return new NativeType(type)
        {
            NameProperty = name,
            Id = id,
            CreateOnly = replacedBy.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Attributes = attributes.ToDictionary(a => a.Name, a => a.Pattern, StringComparer.Ordinal),
        };
    }
}
