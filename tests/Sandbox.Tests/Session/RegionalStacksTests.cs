using System.IO.Compression;

namespace EksIamCdk.Sandbox.Tests.Session;

/// <summary>Stacks of several accounts and Regions in one session, and where their templates and code come from.</summary>
public sealed class RegionalStacksTests : IAsyncLifetime
{
    private readonly List<(string Bucket, string Key)> _asked = [];
    private SandboxSession _session = null!;

    public async Task InitializeAsync() => _session = await SandboxSession.StartAsync(new SandboxOptions { Objects = Open }, default);

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task Stacks_of_one_name_live_side_by_side_in_their_accounts_and_regions()
    {
        var template = """
            {"Resources": {"Q": {"Type": "AWS::SQS::Queue"}},
             "Outputs": {"Where": {"Value": {"Fn::Sub": "${AWS::AccountId} ${AWS::Region}"}, "Export": {"Name": "where"}}}}
            """;
        var request = new DeployRequest { TemplateText = template, StackName = "demo" };

        var here = await _session.DeployAsync(request, default);
        var there = await _session.DeployAsync(request with { AccountId = "444455556666", Region = "us-east-1" }, default);

        Assert.Equal(("CREATE_COMPLETE", "111122223333 eu-west-1"), (here.StackStatus, here.Outputs["Where"]));
        Assert.Equal(("CREATE_COMPLETE", "444455556666 us-east-1"), (there.StackStatus, there.Outputs["Where"]));
        Assert.StartsWith("arn:aws:cloudformation:us-east-1:444455556666:stack/demo/", there.StackId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_entry_lets_in_only_to_the_cluster_of_its_own_account_and_region()
    {
        var template = """
            {"Resources": {"Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {
              "ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:role/Dev", "KubernetesGroups": ["devs"]}}}}
            """;
        await _session.DeployAsync(new DeployRequest { TemplateText = template, StackName = "demo", Region = "us-east-1" }, default);

        Assert.NotNull(await EnterAsync(new RegionalName("111122223333", "us-east-1", "demo")));
        Assert.Null(await EnterAsync(_session.Here("demo")));
    }

    [Fact]
    public async Task A_function_runs_the_code_that_lies_in_S3()
    {
        var template = """
            {"Resources": {
              "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}},
              "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "MappingLambda", "Runtime": "dotnet10", "MemorySize": 512, "Timeout": 60,
                "Code": {"S3Bucket": "org-code-us-east-1", "S3Key": "mapping.zip"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]}}},
              "Dev": {"Type": "Custom::EksAwsAuthEntry", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]},
                "Cluster": {"Name": "demo"}, "RoleArn": "arn:aws:iam::111122223333:role/Dev", "Username": "dev"}}}}
            """;
        var request = new DeployRequest { TemplateText = template, StackName = "demo", AccountId = "444455556666", Region = "us-east-1" };

        var result = await _session.DeployAsync(request, default);

        Assert.Equal("CREATE_COMPLETE", result.StackStatus);
        Assert.Equal([("org-code-us-east-1", "mapping.zip")], _asked.Distinct());
        var cluster = Assert.Single(await _session.ShowAsync(default));
        Assert.Equal(new RegionalName("444455556666", "us-east-1", "demo"), cluster.Key);
        Assert.Contains("role/Dev", (string?)cluster.AwsAuth!["data"]!["mapRoles"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_without_a_template_starts_nothing()
    {
        var result = await _session.DeployAsync(new DeployRequest { StackName = "demo" }, default);

        Assert.Equal(SandboxOutcome.BadInput, result.Outcome);
        Assert.Equal("template", Assert.Single(result.Problems).Path);
    }

    private async Task<object?> EnterAsync(RegionalName cluster) => await _session.AuthenticatorOf(cluster)(
        ClusterApi.Aws.EksToken.Create(
            _session.Identity.CredentialsFor("arn:aws:sts::111122223333:assumed-role/Dev/jane"), cluster.Region, cluster.Name, DateTimeOffset.UtcNow),
        default);

    private MemoryStream Open(string bucket, string key)
    {
        _asked.Add((bucket, key));
        var content = new MemoryStream();
        ZipFile.CreateFromDirectory(PublishedFunction.Folder, content);
        content.Position = 0;
        return content;
    }
}
