using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Principals;

public sealed class PrincipalArnTests
{
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Dev", "arn:aws:iam::111122223333:role/Dev")]
    [InlineData("arn:aws:iam::111122223333:role/team/backend/Dev", "arn:aws:iam::111122223333:role/Dev")]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_A_0123", "arn:aws:iam::111122223333:role/AWSReservedSSO_A_0123")]
    [InlineData("arn:aws-cn:iam::111122223333:user/team/Bob", "arn:aws-cn:iam::111122223333:user/team/Bob")]
    [InlineData("arn:aws-us-gov:iam::111122223333:root", "arn:aws-us-gov:iam::111122223333:root")]
    public void A_role_is_written_without_its_path_and_a_user_with_it(string arn, string written)
    {
        var problems = new ProblemList();

        var parsed = PrincipalArn.Parse("RoleArn", arn, problems);

        Assert.Empty(problems);
        Assert.Equal(written, parsed?.AsWritten);
        Assert.Equal(arn, parsed?.Full);
        Assert.Equal(arn, parsed?.ToString());
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Dev/session", "probably arn:aws:iam::111122223333:role/Dev")]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob", "sessions come and go")]
    [InlineData("arn:aws:iam::111122223333:role/Dev ", "probably arn:aws:iam::111122223333:role/Dev")]
    [InlineData("arn:aws:iam::111122223333:role/*", "no wildcards")]
    [InlineData("arn:aws:iam::111122223333:role/Dev?", "no wildcards")]
    [InlineData("arn:aws:s3:::bucket", "account id of 12 digits")]
    [InlineData("arn:aws:eks:eu-west-1:111122223333:cluster/demo", "the service here is eks")]
    [InlineData("arn:aws:iam:eu-west-1:111122223333:role/Dev", "no Region")]
    [InlineData("arn:aws:iam::1111:role/Dev", "12 digits")]
    [InlineData("arn:aws-moon:iam::111122223333:role/Dev", "a partition that EKS knows")]
    [InlineData("arn:aws:iam::111122223333:instance-profile/nodes", "probably arn:aws:iam::111122223333:role/nodes")]
    [InlineData("arn:aws:iam::111122223333:group/admins", "the resource here is group")]
    [InlineData("arn:aws:iam::111122223333:role", "a role name")]
    [InlineData("arn:aws:iam::111122223333:role/", "a role name")]
    [InlineData("arn:aws:iam::111122223333:user/b\"ob", "a user name")]
    [InlineData("arn:aws:iam::111122223333:role//Dev", "without empty parts")]
    [InlineData("Dev", "the ARN of an IAM role or user")]
    [InlineData("", "the ARN of an IAM role or user")]
    public void What_is_not_a_principal_is_refused_with_what_was_probably_meant(string arn, string expected)
    {
        var problems = new ProblemList();

        Assert.Null(PrincipalArn.Parse("RoleArn", arn, problems));
        var problem = Assert.Single(problems);
        Assert.Equal("RoleArn", problem.Path);
        Assert.Contains(expected, problem.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-west-1", "aws", "amazonaws.com")]
    [InlineData("cn-north-1", "aws-cn", "amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "aws-us-gov", "amazonaws.com")]
    [InlineData("us-iso-east-1", "aws-iso", "c2s.ic.gov")]
    [InlineData("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov")]
    [InlineData("eusc-de-east-1", "aws-eusc", "amazonaws.eu")]
    public void A_Region_tells_its_partition_and_its_DNS_suffix(string region, string partition, string suffix)
    {
        Assert.Equal(partition, Partitions.OfRegion(region));
        Assert.Equal(suffix, Partitions.DnsSuffixOfRegion(region));
    }
}
