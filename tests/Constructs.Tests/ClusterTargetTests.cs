using Amazon.CDK.AWS.EKS;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests;

public sealed class ClusterTargetTests
{
    [Fact]
    public void A_cluster_resource_of_the_app_is_referred_to_and_so_deployed_first()
    {
        var template = Template(stack =>
        {
            var cluster = new CfnCluster(stack, "Cluster", new CfnClusterProps
            {
                RoleArn = "arn:aws:iam::111122223333:role/Cluster",
                ResourcesVpcConfig = new CfnCluster.ResourcesVpcConfigProperty { SubnetIds = ["subnet-1", "subnet-2"] },
            });
            var target = ClusterTarget.FromCfnCluster(cluster, AuthenticationMode.API_AND_CONFIG_MAP);
            var provider = new MappingProvider(stack, "Provider", new() { Cluster = target, PackageDirectory = PackageFolder });
            _ = new AwsAuthEntry(stack, "Entry", new() { Provider = provider, AccountId = "111122223333" });
        });

        AssertJson(
            """
            {"Name": {"Ref": "Cluster"}, "Arn": {"Fn::GetAtt": ["Cluster", "Arn"]}, "Endpoint": {"Fn::GetAtt": ["Cluster", "Endpoint"]},
             "CertificateAuthorityData": {"Fn::GetAtt": ["Cluster", "CertificateAuthorityData"]}}
            """,
            template.One("Custom::EksAwsAuthEntry")["Properties"]!["Cluster"]);
        AssertJson("""{"Ref": "Cluster"}""", template.One("AWS::EKS::AccessEntry")["Properties"]!["ClusterName"]);
    }

    [Fact]
    public void An_imported_cluster_is_looked_up_when_the_stack_is_deployed()
    {
        var template = Template(stack =>
        {
            var cluster = Cluster.FromClusterAttributes(
                stack, "Imported", new Amazon.CDK.AWS.EKS.ClusterAttributes { ClusterName = "demo" });
            var provider = new MappingProvider(
                stack, "Provider", new() { Cluster = ClusterTarget.FromCluster(cluster), PackageDirectory = PackageFolder });
            _ = new AwsAuthEntry(stack, "Entry", new() { Provider = provider, AccountId = "111122223333" });
        });

        AssertJson(
            """
            {"Name": "demo", "Arn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:", {"Ref": "AWS::Region"}, ":",
              {"Ref": "AWS::AccountId"}, ":cluster/demo"]]}}
            """,
            template.One("Custom::EksAwsAuthEntry")["Properties"]!["Cluster"]);
        Assert.Single(template.All("AWS::EKS::AccessEntry"));
    }

    [Fact]
    public void All_wrong_attributes_are_named_together()
    {
        var error = Assert.Throws<ArgumentException>(
            () => ClusterTarget.FromAttributes(new() { Name = "", Endpoint = "https://example.com", ExternalId = "tools" }));

        Assert.Equal(
            "ClusterTarget: Name: missing, expected the name of the cluster; CertificateAuthorityData: missing, expected both Endpoint and "
            + "CertificateAuthorityData, or neither (then they are looked up); AccessRoleArn: missing, expected the role that asks for the ExternalId",
            error.Message);
    }
}
