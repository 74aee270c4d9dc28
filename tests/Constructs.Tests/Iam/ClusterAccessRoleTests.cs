using Amazon.CDK;
using EksIamCdk.Constructs.Iam;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Iam;

public sealed class ClusterAccessRoleTests
{
    private static readonly ArnTrust s_trust = new() { Arns = ["arn:aws:iam::111122223333:root"] };

    [Fact]
    public void It_may_describe_the_one_cluster_for_an_hour_and_nothing_else()
    {
        var role = Template(stack => _ = new ClusterAccessRole(stack, "Role", new() { Cluster = Demo(), Trust = s_trust }))
            .One("AWS::IAM::Role")["Properties"]!.AsObject();

        Assert.Equal(["AssumeRolePolicyDocument", "MaxSessionDuration", "Policies"], role.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal(3600, role["MaxSessionDuration"]!.GetValue<int>());
        AssertJson(
            """
            [{"PolicyName": "DescribeCluster", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["eks:DescribeCluster"], "Resource": [{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:",
                {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/demo"]]}]}]}}]
            """,
            role["Policies"]);
    }

    [Fact]
    public void It_has_the_name_and_the_longest_session_that_it_was_given()
    {
        var role = Template(stack => _ = new ClusterAccessRole(
            stack, "Role", new() { Cluster = Demo(), Trust = s_trust, RoleName = "eks-developer", MaxSession = TimeSpan.FromHours(12) }))
            .One("AWS::IAM::Role")["Properties"]!;

        Assert.Equal(("eks-developer", 43200), (role["RoleName"]!.GetValue<string>(), role["MaxSessionDuration"]!.GetValue<int>()));
    }

    [Fact]
    public void All_wrong_properties_are_named_together()
    {
        var error = Assert.Throws<ArgumentException>(() => new ClusterAccessRole(new Stack(), "Role", new()
        {
            Cluster = Demo(),
            RoleName = "eks/developer",
            MaxSession = TimeSpan.FromMinutes(59),
            Trust = new ArnTrust { Arns = [] },
        }));

        Assert.Equal(
            "Default/Role: RoleName: got \"eks/developer\", expected 1 to 64 letters, digits or _+=,.@-; "
            + "MaxSession: got \"00:59:00\", expected 1 to 12 hours; "
            + "Trust.Arns: missing, expected at least one role, user or account root",
            error.Message);
    }

    private static ClusterTarget Demo() => ClusterTarget.FromAttributes(new() { Name = "demo" });
}
