namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <content>The VPC and what belongs to it.</content>
internal static partial class NativeTypes
{
    private static IEnumerable<NativeType> Network() =>
    [
        Type("AWS::EC2::VPC", id: "vpc-{hex17}", replacedBy: "CidrBlock InstanceTenancy", attributes:
        [
            ("VpcId", "{id}"), ("CidrBlock", "{CidrBlock}"), ("DefaultSecurityGroup", "sg-{hex17}"), ("DefaultNetworkAcl", "acl-{hex17}"),
        ]),
        Type("AWS::EC2::VPCCidrBlock", id: "vpc-cidr-assoc-{hex17}", replacedBy: "VpcId CidrBlock", attributes: [("Id", "{id}")]),
        Type("AWS::EC2::Subnet", id: "subnet-{hex17}", replacedBy: "VpcId CidrBlock AvailabilityZone",
            attributes:
            [
                ("SubnetId", "{id}"), ("VpcId", "{VpcId}"), ("CidrBlock", "{CidrBlock}"),
                ("AvailabilityZone", "{AvailabilityZone|{region}a}"), ("NetworkAclAssociationId", "aclassoc-{hex17}"),
            ]),
        Type("AWS::EC2::RouteTable", id: "rtb-{hex17}", replacedBy: "VpcId", attributes: [("RouteTableId", "{id}")]),
        Type("AWS::EC2::Route", id: "{RouteTableId}|{DestinationCidrBlock}", replacedBy: "RouteTableId DestinationCidrBlock",
            attributes: [("CidrBlock", "{DestinationCidrBlock}")]).Once(InRegion),
        Type("AWS::EC2::SubnetRouteTableAssociation", id: "rtbassoc-{hex17}", replacedBy: "SubnetId", attributes: [("Id", "{id}")]),
        Type("AWS::EC2::InternetGateway", id: "igw-{hex17}", attributes: [("InternetGatewayId", "{id}")]),
        Type("AWS::EC2::EgressOnlyInternetGateway", id: "eigw-{hex17}", replacedBy: "VpcId", attributes: [("Id", "{id}")]),
        Type("AWS::EC2::VPCGatewayAttachment", id: "IGW|{VpcId}", replacedBy: "VpcId", attributes: [("AttachmentType", "IGW")]),
        Type("AWS::EC2::EIP", id: "203.0.113.7", attributes: [("AllocationId", "eipalloc-{uuid}"), ("PublicIp", "{id}")]),
        Type("AWS::EC2::NatGateway", id: "nat-{hex17}", replacedBy: "SubnetId AllocationId ConnectivityType",
            attributes: [("NatGatewayId", "{id}")]),
        Type("AWS::EC2::NetworkAcl", id: "acl-{hex17}", replacedBy: "VpcId", attributes: [("Id", "{id}")]),
        Type("AWS::EC2::NetworkAclEntry", id: "{name}", replacedBy: "NetworkAclId RuleNumber Egress", attributes: [("Id", "{id}")]),
        Type("AWS::EC2::SubnetNetworkAclAssociation", id: "aclassoc-{hex17}", replacedBy: "SubnetId NetworkAclId",
            attributes: [("AssociationId", "{id}")]),
        Type("AWS::EC2::FlowLog", id: "fl-{hex17}", replacedBy: "ResourceId ResourceType TrafficType LogGroupName LogDestination",
            attributes: [("Id", "{id}")]),
        Type("AWS::EC2::VPCEndpoint", id: "vpce-{hex17}", replacedBy: "VpcId ServiceName VpcEndpointType",
            attributes: [("Id", "{id}"), ("CreationTimestamp", "")]),
        Type("AWS::EC2::SecurityGroup", id: "sg-{hex17}", replacedBy: "GroupName GroupDescription VpcId",
            attributes: [("GroupId", "{id}"), ("Id", "{id}"), ("VpcId", "{VpcId}")]),
        Type("AWS::EC2::SecurityGroupIngress", id: "sgr-{hex17}", replacedBy: "GroupId IpProtocol FromPort ToPort",
            attributes: [("Id", "{id}")]),
        Type("AWS::EC2::SecurityGroupEgress", id: "sgr-{hex17}", replacedBy: "GroupId IpProtocol FromPort ToPort",
            attributes: [("Id", "{id}")]),
        Type("AWS::EC2::LaunchTemplate", id: "lt-{hex17}", replacedBy: "LaunchTemplateName",
            attributes: [("LaunchTemplateId", "{id}"), ("LatestVersionNumber", "1"), ("DefaultVersionNumber", "1")]),
    ];
}
