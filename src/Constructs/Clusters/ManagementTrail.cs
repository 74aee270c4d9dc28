using Amazon.CDK;
using Amazon.CDK.AWS.CloudTrail;
using Amazon.CDK.AWS.S3;
using Constructs;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>
/// A trail of the account's management events: who created roles, changed access entries, described the cluster. Its bucket, private and
/// encrypted, stays when the stack goes.
/// </summary>
internal sealed class ManagementTrail : Construct
{
    public ManagementTrail(Construct scope, string id, string cluster)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        var name = $"eks-{cluster}";
        var bucket = new CfnBucket(this, "Bucket", new CfnBucketProps
        {
            BucketEncryption = new CfnBucket.BucketEncryptionProperty
            {
                ServerSideEncryptionConfiguration = new[]
                {
                    new CfnBucket.ServerSideEncryptionRuleProperty
                    {
                        ServerSideEncryptionByDefault = new CfnBucket.ServerSideEncryptionByDefaultProperty { SseAlgorithm = "AES256" },
                    },
                },
            },
            OwnershipControls = new CfnBucket.OwnershipControlsProperty
            {
                Rules = new[] { new CfnBucket.OwnershipControlsRuleProperty { ObjectOwnership = "BucketOwnerEnforced" } },
            },
            PublicAccessBlockConfiguration = new CfnBucket.PublicAccessBlockConfigurationProperty
            {
                BlockPublicAcls = true,
                BlockPublicPolicy = true,
                IgnorePublicAcls = true,
                RestrictPublicBuckets = true,
            },
            VersioningConfiguration = new CfnBucket.VersioningConfigurationProperty { Status = "Enabled" },
        });
        bucket.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        var trailArn = stack.FormatArn(new ArnComponents { Service = "cloudtrail", Resource = "trail", ResourceName = name });
        var policy = new CfnBucketPolicy(this, "BucketPolicy", new CfnBucketPolicyProps
        {
            Bucket = bucket.Ref,
            PolicyDocument = PolicyDocuments.Of(
                FromTrail("s3:GetBucketAcl", bucket.AttrArn, new() { ["aws:SourceArn"] = trailArn }),
                FromTrail(
                    "s3:PutObject",
                    $"{bucket.AttrArn}/AWSLogs/{stack.Account}/*",
                    new() { ["aws:SourceArn"] = trailArn, ["s3:x-amz-acl"] = "bucket-owner-full-control" }),
                OnlyByTls(bucket.AttrArn)),
        });
        // The trail keeps a public name, so that the bucket can say which trail it takes events of before there is one.
        var trail = new CfnTrail(this, "Resource", new CfnTrailProps
        {
            TrailName = name,
            S3BucketName = bucket.Ref,
            IsLogging = true,
            IsMultiRegionTrail = true,
            IncludeGlobalServiceEvents = true,
            EnableLogFileValidation = true,
            EventSelectors = new[] { new CfnTrail.EventSelectorProperty { IncludeManagementEvents = true, ReadWriteType = "All" } },
        });
        trail.Node.AddDependency(policy);
    }

    private static Dictionary<string, object> FromTrail(string action, string resource, Dictionary<string, object> mustEqual) => new()
    {
        ["Effect"] = "Allow",
        ["Principal"] = new Dictionary<string, object> { ["Service"] = "cloudtrail.amazonaws.com" },
        ["Action"] = action,
        ["Resource"] = resource,
        ["Condition"] = new Dictionary<string, object> { ["StringEquals"] = mustEqual },
    };

    private static Dictionary<string, object> OnlyByTls(string bucketArn) => new()
    {
        ["Effect"] = "Deny",
        ["Principal"] = new Dictionary<string, object> { ["AWS"] = "*" },
        ["Action"] = "s3:*",
        ["Resource"] = new[] { bucketArn, $"{bucketArn}/*" },
        ["Condition"] = new Dictionary<string, object> { ["Bool"] = new Dictionary<string, object> { ["aws:SecureTransport"] = "false" } },
    };
}
