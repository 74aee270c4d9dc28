using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.AccessEntries;

public class AccessEntryRulesTests
{
    [Theory]
    [InlineData("developer", null)]
    [InlineData("developer:{{SessionName}}", null)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", null)]
    [InlineData("systematic", null)]
    [InlineData("system:node:x", "a username that does not begin with system:, which access entries refuse")]
    [InlineData("eks:me", "a username that does not begin with eks:, which access entries refuse")]
    [InlineData("aws:me", "a username that does not begin with aws:, which access entries refuse")]
    [InlineData("amazon:me", "a username that does not begin with amazon:, which access entries refuse")]
    [InlineData("iam:me", "a username that does not begin with iam:, which access entries refuse")]
    [InlineData("dev-{{SessionName}}", "a colon before {{SessionName}} in an access entry, such as dev:{{SessionName}}")]
    [InlineData("{{SessionNameRaw}}", "a colon before {{SessionName}} in an access entry, such as NAME:{{SessionNameRaw}}")]
    public void A_username_is_taken_or_told_what_is_right(string username, string? expected) =>
        Assert.Equal(expected, AccessEntryUsername.WhatIsWrong(username));

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/Dev", AccessEntryType.Standard, "arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}")]
    [InlineData("arn:aws-cn:iam::111122223333:user/team/al", AccessEntryType.Standard, "arn:aws-cn:iam::111122223333:user/team/al")]
    [InlineData("arn:aws:iam::111122223333:role/n", AccessEntryType.Ec2Linux, "system:node:{{EC2PrivateDNSName}}")]
    [InlineData("arn:aws:iam::111122223333:role/n", AccessEntryType.Ec2Windows, "system:node:{{EC2PrivateDNSName}}")]
    [InlineData("arn:aws:iam::111122223333:role/n", AccessEntryType.FargateLinux, "system:node:{{SessionName}}")]
    public void An_entry_without_a_username_has_that_of_its_type(string arn, AccessEntryType type, string expected) =>
        Assert.Equal(expected, AccessEntryUsername.Default(Parse(arn), type));

    [Fact]
    public void Masters_becomes_a_policy_and_the_other_groups_stay()
    {
        var groups = AccessEntryGroups.Of(["system:masters", "oncall", "oncall", "eks-iam-cdk:ops"]);

        Assert.True(groups.IsClusterAdmin);
        Assert.Equal(["oncall", "eks-iam-cdk:ops"], groups.Groups);
        Assert.Empty(groups.Refused);
    }

    [Fact]
    public void Another_group_of_Kubernetes_cannot_be_carried()
    {
        var groups = AccessEntryGroups.Of(["system:bootstrappers", "system:nodes", "oncall"]);

        Assert.False(groups.IsClusterAdmin);
        Assert.Equal(["system:bootstrappers", "system:nodes"], groups.Refused);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/Dev", null)]
    [InlineData("arn:aws:iam::111122223333:user/al", null)]
    [InlineData("arn:aws:iam::111122223333:root", "an IAM role or user: access entries have none for a whole account")]
    [InlineData(
        "arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
        "a role that is not service-linked: access entries refuse those")]
    public void A_principal_is_taken_or_told_what_is_right(string arn, string? expected) =>
        Assert.Equal(expected, AccessEntryPrincipal.WhatIsWrong(Parse(arn)));

    [Fact]
    public void The_ARN_of_a_policy_carries_the_partition() =>
        Assert.Equal("arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", AccessPolicy.Arn("aws-us-gov", AccessPolicy.View));

    [Fact]
    public void Every_type_is_found_by_the_name_that_EKS_gives_it()
    {
        Assert.All(Enum.GetValues<AccessEntryType>(), type => Assert.Equal(type, AccessEntryTypes.Find(AccessEntryTypes.Name(type))));
        Assert.Null(AccessEntryTypes.Find("standard"));
        Assert.Equal("EC2_LINUX", AccessEntryTypes.Name(AccessEntryType.Ec2Linux));
    }

    private static PrincipalArn Parse(string arn) => PrincipalArn.Parse("arn", arn, new ProblemList())!;
}
