namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <content>What keeps things: buckets, keys, logs, trails, queues, parameters.</content>
internal static partial class NativeTypes
{
    private static IEnumerable<NativeType> Storage() =>
    [
        Type("AWS::S3::Bucket", "BucketName", "{BucketName|eksiam-sandbox-{hex17}}", "BucketName",
        [
            ("Arn", "arn:{partition}:s3:::{id}"), ("DomainName", "{id}.s3.{suffix}"), ("RegionalDomainName", "{id}.s3.{region}.{suffix}"),
            ("DualStackDomainName", "{id}.s3.dualstack.{region}.{suffix}"), ("WebsiteURL", "http://{id}.s3-website-{region}.{suffix}"),
        ]).Once("{partition}|{id}"),
        Type("AWS::S3::BucketPolicy", replacedBy: "Bucket"),
        Type("AWS::KMS::Key", id: "{uuid}", attributes: [("Arn", "arn:{partition}:kms:{region}:{account}:key/{id}"), ("KeyId", "{id}")]),
        Type("AWS::KMS::Alias", "AliasName", replacedBy: "AliasName").Once(InRegion),
        Type("AWS::Logs::LogGroup", "LogGroupName", replacedBy: "LogGroupName",
            attributes: [("Arn", "arn:{partition}:logs:{region}:{account}:log-group:{id}:*")]).Once(InRegion),
        Type("AWS::Logs::ResourcePolicy", "PolicyName", replacedBy: "PolicyName").Once(InRegion),
        Type("AWS::SNS::Topic", "TopicName", "arn:{partition}:sns:{region}:{account}:{name}", "TopicName FifoTopic",
            [("TopicArn", "{id}"), ("TopicName", "{TopicName|topic}")]).Once("{id}"),
        Type("AWS::SNS::TopicPolicy"),
        Type("AWS::SNS::Subscription", id: "{TopicArn}:{uuid}", replacedBy: "TopicArn Protocol Endpoint", attributes: [("Arn", "{id}")]),
        Type("AWS::SQS::Queue", "QueueName", "https://sqs.{region}.{suffix}/{account}/{name}", "QueueName FifoQueue",
            [("Arn", "arn:{partition}:sqs:{region}:{account}:{id.last}"), ("QueueName", "{id.last}"), ("QueueUrl", "{id}")]).Once("{id}"),
        Type("AWS::SQS::QueuePolicy"),
        Type("AWS::SSM::Parameter", "Name", replacedBy: "Name", attributes: [("Type", "{Type}"), ("Value", "{Value}")]).Once(InRegion),
        Type("AWS::SecretsManager::Secret", "Name", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{hex17}", "Name",
            [("Id", "{id}")]),
        Type("AWS::CloudTrail::Trail", "TrailName", replacedBy: "TrailName",
            attributes: [("Arn", "arn:{partition}:cloudtrail:{region}:{account}:trail/{id}"), ("SnsTopicArn", "")]).Once(InRegion),
        Type("AWS::CloudWatch::Alarm", "AlarmName", replacedBy: "AlarmName",
            attributes: [("Arn", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{id}")]).Once(InRegion),
        Type("AWS::ECR::Repository", "RepositoryName", replacedBy: "RepositoryName EncryptionConfiguration",
            attributes:
            [
                ("Arn", "arn:{partition}:ecr:{region}:{account}:repository/{id}"),
                ("RepositoryUri", "{account}.dkr.ecr.{region}.{suffix}/{id}"),
            ]).Once(InRegion),
    ];
}
