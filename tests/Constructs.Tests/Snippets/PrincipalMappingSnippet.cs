// <snippet>
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;

namespace Demo;

public sealed class MappingStack : Stack
{
    public MappingStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo", AuthenticationMode = AuthenticationMode.API_AND_CONFIG_MAP }),
        });

        // On its way from aws-auth to an access entry: both say the same.
        _ = new PrincipalMapping(this, "Developer", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/team/Developer",
            Username = "developer:{{SessionName}}",
            Groups = ["developers"],
            Via = MappingVia.Both,
        });

        // system:masters becomes AmazonEKSClusterAdminPolicy: access entries take no groups of Kubernetes' own.
        _ = new PrincipalMapping(this, "Admin", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/PlatformAdmin",
            Groups = ["system:masters"],
            Via = MappingVia.AccessEntry,
        });

        // Access policies of EKS, without any RBAC of one's own.
        _ = new PrincipalMapping(this, "Auditor", new()
        {
            Provider = provider,
            UserArn = "arn:aws:iam::111122223333:user/auditor",
            Via = MappingVia.AccessEntry,
            AccessPolicies =
            [
                EntryPolicy.ClusterWide("AmazonEKSViewPolicy"),
                EntryPolicy.InNamespaces("AmazonEKSEditPolicy", "dev", "ci-*"),
            ],
        });

        // Somebody has made its access entry in the console: taken over, and put back as it was when the stack goes.
        _ = new PrincipalMapping(this, "Operator", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/Operator",
            Groups = ["operators"],
            Via = MappingVia.AccessEntry,
            OnConflict = OnConflict.Adopt,
        });
    }
}
// </snippet>
