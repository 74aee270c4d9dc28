using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.Tests.CloudFormation;

namespace EksIamCdk.Sandbox.Tests.Aws;

public class SandboxIdentityTests
{
    private const string Session = "arn:aws:sts::111122223333:assumed-role/Dev/alice@example.com";

    private readonly HeldTime _time = new();
    private readonly SandboxIdentity _identity;

    public SandboxIdentityTests() => _identity = new SandboxIdentity(_time);

    [Theory]
    [InlineData(Session, "eu-west-1")]
    [InlineData("arn:aws-cn:iam::111122223333:user/bob", "cn-north-1")]
    public void A_token_tells_whose_credentials_it_was_made_with(string arn, string region)
    {
        var token = EksToken.Create(_identity.CredentialsFor(arn), region, "demo", _time.GetUtcNow());

        Assert.Equal(arn, _identity.Verify(token, "demo")?.Arn);
    }

    [Fact]
    public void A_token_for_another_cluster_is_nobodys()
    {
        var token = EksToken.Create(_identity.CredentialsFor(Session), "eu-west-1", "demo", _time.GetUtcNow());

        Assert.Null(_identity.Verify(token, "other"));
    }

    [Fact]
    public void A_token_made_with_a_wrong_secret_is_nobodys()
    {
        var credentials = _identity.CredentialsFor(Session);

        Assert.Null(
            _identity.Verify(EksToken.Create(credentials with { SecretAccessKey = "x" }, "eu-west-1", "demo", _time.GetUtcNow()), "demo"));
        Assert.Null(
            _identity.Verify(EksToken.Create(credentials with { SessionToken = null }, "eu-west-1", "demo", _time.GetUtcNow()), "demo"));
        Assert.Null(
            _identity.Verify(EksToken.Create(new AwsCredentials("AKIAOTHER", "x", null), "eu-west-1", "demo", _time.GetUtcNow()), "demo"));
    }

    [Fact]
    public void A_token_is_good_for_15_minutes()
    {
        var token = EksToken.Create(_identity.CredentialsFor(Session), "eu-west-1", "demo", _time.GetUtcNow());

        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.NotNull(_identity.Verify(token, "demo"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_identity.Verify(token, "demo"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("k8s-aws-v1.")]
    [InlineData("k8s-aws-v1.!!!")]
    [InlineData("k8s-aws-v1.aHR0cHM6Ly9leGFtcGxlLmNvbS8_QWN0aW9uPUdldENhbGxlcklkZW50aXR5")]
    [InlineData("a-service-account-token")]
    public void What_is_no_token_is_nobodys(string text) => Assert.Null(_identity.Verify(text, "demo"));

    [Theory]
    [InlineData("Action=GetCallerIdentity", "Action=AssumeRole")]
    [InlineData("sts.eu-west-1.amazonaws.com", "sts.eu-west-1.amazonaws.example")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=901")]
    [InlineData("&X-Amz-SignedHeaders=", "&Extra=1&X-Amz-SignedHeaders=")]
    public void A_changed_token_is_nobodys(string part, string change)
    {
        var token = EksToken.Create(_identity.CredentialsFor(Session), "eu-west-1", "demo", _time.GetUtcNow());
        var url = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan("k8s-aws-v1.".Length)));
        Assert.Contains(part, url, StringComparison.Ordinal);

        var changed = "k8s-aws-v1." + System.Buffers.Text.Base64Url.EncodeToString(
            System.Text.Encoding.UTF8.GetBytes(url.Replace(part, change, StringComparison.Ordinal)));

        Assert.Null(_identity.Verify(changed, "demo"));
    }
}
