namespace EksIamCdk.Sandbox.Tests.CloudFormation;

/// <summary>What there can be only one of is refused a second time, in AWS's words.</summary>
public sealed class TakenNamesTests : IAsyncLifetime
{
    private SandboxSession _session = null!;

    public async Task InitializeAsync() => _session = await SandboxSession.StartAsync(new SandboxOptions(), default);

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Theory]
    [InlineData("AWS::IAM::Role", """ "RoleName": "dev", "AssumeRolePolicyDocument": {} """, "dev already exists in stack arn:aws:cloudformation:eu-west-1:111122223333:stack/first/")]
    [InlineData("AWS::IAM::OIDCProvider", """ "Url": "https://token.actions.githubusercontent.com" """, "Provider with url https://token.actions.githubusercontent.com already exists. (Service: Iam, Status Code: 409")]
    [InlineData("AWS::EKS::AccessEntry", """ "ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:role/Dev" """, "The specified access entry resource is already in use on this cluster. (Service: Eks")]
    [InlineData("AWS::Lambda::Function", """ "FunctionName": "f" """, "f already exists in stack")]
    [InlineData("AWS::S3::Bucket", """ "BucketName": "b" """, "b already exists in stack")]
    public async Task A_name_that_is_taken_is_refused_until_it_is_free(string type, string properties, string reason)
    {
        await DeployAsync("first", type, properties);

        var refused = await DeployAsync("second", type, properties);
        await _session.DestroyAsync("first", _ => { }, default);
        var done = await DeployAsync("second", type, properties);

        Assert.Equal("ROLLBACK_COMPLETE", refused.StackStatus);
        Assert.Contains(reason, refused.Events.First(e => e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);
        Assert.Equal("CREATE_COMPLETE", done.StackStatus);
    }

    [Theory]
    [InlineData("AWS::Lambda::Function", """ "FunctionName": "f" """, "111122223333", "us-east-1", true)]
    [InlineData("AWS::IAM::Role", """ "RoleName": "dev" """, "111122223333", "us-east-1", false)]
    [InlineData("AWS::IAM::Role", """ "RoleName": "dev" """, "444455556666", "eu-west-1", true)]
    [InlineData("AWS::S3::Bucket", """ "BucketName": "b" """, "444455556666", "us-east-1", false)]
    public async Task A_name_is_taken_in_its_region_its_account_or_the_world(string type, string properties, string account, string region, bool isFree)
    {
        await DeployAsync("first", type, properties);

        var elsewhere = await DeployAsync("first", type, properties, account, region);

        Assert.Equal(isFree ? "CREATE_COMPLETE" : "ROLLBACK_COMPLETE", elsewhere.StackStatus);
    }

    [Fact]
    public async Task The_arn_of_an_OIDC_provider_is_made_of_its_url()
    {
        var template = """
            {"Resources": {"P": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://gitlab.example/sub"}}},
             "Outputs": {"Arn": {"Value": {"Ref": "P"}}}}
            """;

        var result = await _session.DeployAsync(new DeployRequest { TemplateText = template, StackName = "p" }, default);

        Assert.Equal("arn:aws:iam::111122223333:oidc-provider/gitlab.example/sub", result.Outputs["Arn"]);
    }

    private Task<SandboxResult> DeployAsync(string stack, string type, string properties, string? account = null, string? region = null) =>
        _session.DeployAsync(
            new DeployRequest
            {
                TemplateText = Templates.Of(Templates.Native("R", type, properties)),
                StackName = stack,
                AccountId = account,
                Region = region,
            },
            default);
}
