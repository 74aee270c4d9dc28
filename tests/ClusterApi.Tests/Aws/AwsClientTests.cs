using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Tests.Beds;

namespace EksIamCdk.ClusterApi.Tests.Aws;

/// <summary>Against moto_server; for STS it checks our signatures with botocore's signer, and asks the policies of IAM.</summary>
public sealed class AwsClientTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [Fact]
    public async Task A_cluster_is_described()
    {
        using var client = await Client(checks: false);

        var answer = await client.DescribeCluster(moto.Admin, MotoServer.Region, "demo", default);

        var description = Assert.IsType<AwsAnswer<ClusterDescription>.Ok>(answer).Value;
        Assert.Equal(("demo", "arn:aws:eks:eu-central-1:123456789012:cluster/demo", "ACTIVE"), (description.Name, description.Arn, description.Status));
        Assert.StartsWith("https://", description.Endpoint, StringComparison.Ordinal);
        Assert.NotEmpty(description.CertificateAuthorityData!);
    }

    [Theory]
    [InlineData("no-such-cluster")]
    [InlineData("a b+c:d~e")]
    public async Task A_cluster_that_does_not_exist_is_a_ResourceNotFoundException(string name)
    {
        using var client = await Client(checks: false);

        var refused = Refused(await client.DescribeCluster(moto.Admin, MotoServer.Region, name, default));

        Assert.Equal((404, "ResourceNotFoundException"), (refused.Status, refused.Code));
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public async Task A_role_is_assumed_and_its_credentials_are_good()
    {
        using var client = await Client(checks: true);

        var answer = await client.AssumeRole(moto.Admin, MotoServer.Region, MotoServer.RoleArn, "eks-iam-cdk", "external.id/+=,@:-", default);
        Assert.Null(Fault(answer));
        var assumed = Assert.IsType<AwsAnswer<AssumedRole>.Ok>(answer).Value;
        var identity = Assert.IsType<AwsAnswer<CallerIdentity>.Ok>(
            await client.GetCallerIdentity(assumed.Credentials, MotoServer.Region, default)).Value;

        Assert.NotNull(assumed.Credentials.SessionToken);
        Assert.InRange(assumed.Expiration, DateTimeOffset.UtcNow.AddMinutes(10), DateTimeOffset.UtcNow.AddHours(13));
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/access/eks-iam-cdk", identity.Arn);
        Assert.Equal(MotoServer.RoleArn, identity.PrincipalArn);
    }

    [Fact]
    public async Task A_user_is_its_own_principal()
    {
        using var client = await Client(checks: true);

        var identity = Assert.IsType<AwsAnswer<CallerIdentity>.Ok>(await client.GetCallerIdentity(moto.Admin, MotoServer.Region, default)).Value;

        Assert.Equal(("123456789012", "arn:aws:iam::123456789012:user/admin"), (identity.Account, identity.PrincipalArn));
    }

    [Fact]
    public async Task What_IAM_does_not_allow_is_a_403()
    {
        using var client = await Client(checks: true);

        var sts = Refused(await client.AssumeRole(moto.Nobody, MotoServer.Region, MotoServer.RoleArn, "eks-iam-cdk", null, default));

        Assert.Equal((403, "AccessDenied"), (sts.Status, sts.Code));
    }

    [Fact]
    public async Task A_wrong_secret_does_not_pass()
    {
        using var client = await Client(checks: true);
        var wrong = moto.Admin with { SecretAccessKey = "wrong" };

        var refused = Refused(await client.GetCallerIdentity(wrong, MotoServer.Region, default));

        // The message of the real service repeats the request with its session token, so none is told.
        Assert.Equal((403, "SignatureDoesNotMatch", ""), (refused.Status, refused.Code, refused.Message));
    }

    private static AwsFault.Refused Refused<T>(AwsAnswer<T> answer) => Assert.IsType<AwsFault.Refused>(Fault(answer));

    private static AwsFault? Fault<T>(AwsAnswer<T> answer) => answer is AwsAnswer<T>.Failed failed ? failed.Fault : null;

    private async Task<AwsClient> Client(bool checks)
    {
        await moto.Authenticate(checks);
        return new AwsClient(moto.As(moto.Admin), TimeProvider.System, TestPatience.Value with { Answer = TimeSpan.FromMinutes(5) });
    }
}
