namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <content>IAM and Lambda.</content>
internal static partial class NativeTypes
{
    private static IEnumerable<NativeType> Identity() =>
    [
        Type("AWS::IAM::Role", "RoleName", replacedBy: "RoleName Path",
            attributes: [("Arn", "arn:{partition}:iam::{account}:role{Path|/}{id}"), ("RoleId", "AROA{HEX17}")]).Once(InAccount),
        Type("AWS::IAM::User", "UserName", replacedBy: "UserName",
            attributes: [("Arn", "arn:{partition}:iam::{account}:user{Path|/}{id}")]).Once(InAccount),
        Type("AWS::IAM::Group", "GroupName", replacedBy: "GroupName",
            attributes: [("Arn", "arn:{partition}:iam::{account}:group{Path|/}{id}")]).Once(InAccount),
        Type("AWS::IAM::InstanceProfile", "InstanceProfileName", replacedBy: "InstanceProfileName Path",
            attributes: [("Arn", "arn:{partition}:iam::{account}:instance-profile{Path|/}{id}")]).Once(InAccount),
        Type("AWS::IAM::Policy", attributes: [("Id", "{id}")]),
        Type("AWS::IAM::RolePolicy", id: "{PolicyName}|{RoleName}", replacedBy: "PolicyName RoleName"),
        Type("AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "arn:{partition}:iam::{account}:policy{Path|/}{name}", "ManagedPolicyName Path Description",
            [("PolicyArn", "{id}"), ("PolicyId", "ANPA{HEX17}")]).Once("{id}"),
        Type("AWS::IAM::OIDCProvider", "Url", "arn:{partition}:iam::{account}:oidc-provider/{url}", "Url", [("Arn", "{id}")])
            .Once("{id}", "Provider with url {Url} already exists."),
        Type("AWS::IAM::ServiceLinkedRole", id: "{AWSServiceName}", attributes: [("RoleName", "{AWSServiceName}")]),
        Type("AWS::Lambda::Function", "FunctionName", replacedBy: "FunctionName PackageType",
            attributes: [("Arn", "arn:{partition}:lambda:{region}:{account}:function:{id}")]).Once(InRegion),
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
        Type("AWS::SSO::PermissionSet", id: "{InstanceArn}|arn:{partition}:sso:::permissionSet/ssoins-{hex16}/ps-{hex16}",
            replacedBy: "InstanceArn Name", attributes: [("PermissionSetArn", "arn:{partition}:sso:::permissionSet/{id.last}")]),
        Type("AWS::SSO::Assignment", id: "{InstanceArn}|{TargetId}|{PermissionSetArn}|{PrincipalId}",
            replacedBy: "InstanceArn PermissionSetArn PrincipalId PrincipalType TargetId TargetType"),
    ];
}
