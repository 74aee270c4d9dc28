using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Constructs;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>The key that the Secrets of a cluster are encrypted with.</summary>
internal static class SecretsKey
{
    public static CfnKey Make(Construct scope, string id, string cluster)
    {
        var stack = Stack.Of(scope);
        var key = new CfnKey(scope, id, new CfnKeyProps
        {
            Description = $"Secrets of the EKS cluster {cluster}",
            EnableKeyRotation = true,
            KeyPolicy = PolicyDocuments.Of(new Dictionary<string, object>
            {
                // Leaves it to the IAM of this account who may use the key. In a key's policy "*" means this key alone: IAM knows no other way.
                ["Effect"] = "Allow",
                ["Principal"] = new Dictionary<string, object> { ["AWS"] = $"arn:{stack.Partition}:iam::{stack.Account}:root" },
                ["Action"] = "kms:*",
                ["Resource"] = "*",
            }),
        });
        // Nothing can be read with it when the cluster is gone; KMS waits 30 days, in which deletion can be called off.
        key.ApplyRemovalPolicy(RemovalPolicy.DESTROY);
        return key;
    }

    /// <summary>What EKS does with the key in the name of the cluster's role.</summary>
    public static Dictionary<string, object> Use(CfnKey key) => PolicyDocuments.Of(
        PolicyDocuments.Allow(["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"], [key.AttrArn]));
}
