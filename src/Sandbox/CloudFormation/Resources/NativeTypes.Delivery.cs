namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <content>Pipelines, and CloudFormation's own.</content>
internal static partial class NativeTypes
{
    private static IEnumerable<NativeType> Delivery() =>
    [
        Type("AWS::CodePipeline::Pipeline", "Name", replacedBy: "Name", attributes: [("Version", "1")]).Once(InRegion),
        Type("AWS::CodeBuild::Project", "Name", replacedBy: "Name",
            attributes: [("Arn", "arn:{partition}:codebuild:{region}:{account}:project/{id}"), ("Id", "{id}")]).Once(InRegion),
        Type("AWS::CodeBuild::ReportGroup", "Name", "arn:{partition}:codebuild:{region}:{account}:report-group/{name}", "Name",
            [("Arn", "{id}")]).Once("{id}"),
        Type("AWS::CodeStarConnections::Connection", id: "arn:{partition}:codestar-connections:{region}:{account}:connection/{uuid}",
            replacedBy: "ConnectionName ProviderType HostArn",
            attributes: [("ConnectionArn", "{id}"), ("ConnectionStatus", "PENDING"), ("OwnerAccountId", "{account}")]),
        Type("AWS::CodeConnections::Connection", id: "arn:{partition}:codeconnections:{region}:{account}:connection/{uuid}",
            replacedBy: "ConnectionName ProviderType HostArn",
            attributes: [("ConnectionArn", "{id}"), ("ConnectionStatus", "PENDING"), ("OwnerAccountId", "{account}")]),
        Type("AWS::Events::Rule", "Name", replacedBy: "Name EventBusName",
            attributes: [("Arn", "arn:{partition}:events:{region}:{account}:rule/{id}")]).Once(InRegion),
        Type("AWS::CloudFormation::StackSet", "StackSetName", "{name}:{uuid}", "StackSetName PermissionModel CallAs",
            [("StackSetId", "{id}")]).Once("{account}|{region}|{StackSetName}", "StackSet {StackSetName} already exists"),
        Type("AWS::CloudFormation::WaitConditionHandle", id: "https://cloudformation-waitcondition-{region}.s3.{region}.{suffix}/{uuid}"),
        Type("AWS::CDK::Metadata", id: "{uuid}"),
    ];
}
