using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Tests.Aws;

/// <summary>Who gets into a cluster, and as whom: by the way that functions go.</summary>
public sealed class ClusterAccessTests : IAsyncLifetime
{
    private const string Developer = "arn:aws:sts::111122223333:assumed-role/Developer/alice";
    private const string Mapped = "arn:aws:sts::111122223333:assumed-role/Mapped/bob@example.com";
    private const string Stranger = "arn:aws:sts::111122223333:assumed-role/Stranger/eve";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("access-");
    private SandboxSession _session = null!;

    public async Task InitializeAsync() => _session = await SandboxSession.StartAsync(
        new SandboxOptions
        {
            AwsAuth = new AwsAuthSeed(
                new Dictionary<string, string> { ["mapRoles"] = "- rolearn: arn:aws:iam::111122223333:role/Mapped\n  username: dev:{{SessionName}}\n  groups: [devs]\n" },
                new Dictionary<string, string>(), new Dictionary<string, string>()),
        },
        default);

    [Fact]
    public async Task Aws_auth_maps_a_caller()
    {
        var user = await UserAsync(Mapped);

        Assert.Equal("dev:bob-example.com", user?.Username);
        Assert.Equal(["devs"], user!.Groups);
    }

    [Fact]
    public async Task A_stranger_is_nobody()
    {
        Assert.Null(await UserAsync(Stranger));
        Assert.Equal(401, Assert.IsType<ApiAnswer.Refused>(await GetAwsAuthAsync(Stranger)).Status);
    }

    [Fact]
    public async Task An_access_entry_goes_before_aws_auth_and_is_gone_with_its_stack()
    {
        await DeployAsync(Entry("arn:aws:iam::111122223333:role/team/Mapped", """ "Username": "by-entry:{{SessionName}}", "KubernetesGroups": ["g"] """));
        var there = await UserAsync(Mapped);
        await _session.DestroyAsync(null, _ => { }, default);
        var gone = await UserAsync(Mapped);

        Assert.Equal(("by-entry:bob-example.com", "g"), (there?.Username, Assert.Single(there!.Groups)));
        Assert.Equal("dev:bob-example.com", gone?.Username);
    }

    [Fact]
    public async Task The_cluster_admin_policy_makes_a_master()
    {
        await DeployAsync(Entry("arn:aws:iam::111122223333:role/Developer", Policy("AmazonEKSClusterAdminPolicy", """ "Type": "cluster" """)));

        var user = await UserAsync(Developer);

        Assert.Equal(
            ("arn:aws:sts::111122223333:assumed-role/Developer/alice", "system:masters"), (user?.Username, Assert.Single(user!.Groups)));
    }

    [Fact]
    public async Task A_policy_for_one_namespace_is_good_there_only()
    {
        await DeployAsync(Entry("arn:aws:iam::111122223333:role/Developer", Policy("AmazonEKSEditPolicy", """ "Type": "namespace", "Namespaces": ["kube-system"] """)));

        var inside = await GetAwsAuthAsync(Developer);
        var outside = await GetAsync(Developer, new ObjectAddress(KubernetesKind.ConfigMap, "default", "any"));

        Assert.IsType<ApiAnswer.Ok>(inside);
        Assert.Equal(403, Assert.IsType<ApiAnswer.Refused>(outside).Status);
    }

    [Fact]
    public async Task Policies_for_a_pattern_of_namespaces_follow_the_namespaces()
    {
        await DeployAsync(Entry("arn:aws:iam::111122223333:role/Developer", Policy("AmazonEKSViewPolicy", """ "Type": "namespace", "Namespaces": ["kube-*"] """)));

        Assert.IsType<ApiAnswer.Ok>(await GetAwsAuthAsync(Developer));
    }

    [Fact]
    public async Task An_assumed_role_gets_in_as_itself_and_an_external_id_is_honoured()
    {
        await DeployAsync("""
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Mapped", "AssumeRolePolicyDocument": {"Statement": [
              {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"sts:ExternalId": "secret-handshake"}}}]}}}
            """);

        var right = await ConnectAsync(
            Stranger, Reference() with { AccessRoleArn = "arn:aws:iam::111122223333:role/Mapped", ExternalId = "secret-handshake" });
        var wrong = await ConnectAsync(Stranger, Reference() with { AccessRoleArn = "arn:aws:iam::111122223333:role/Mapped" });

        var answer = await Assert.IsType<ConnectAnswer.Connected>(right).Connection.Api.Get(ObjectAddress.AwsAuth, default);
        Assert.Equal(403, Assert.IsType<ApiAnswer.Refused>(answer).Status);
        Assert.IsNotType<ConnectAnswer.Connected>(wrong);
    }

    [Fact]
    public async Task A_cluster_reads_only_what_its_authentication_mode_says()
    {
        const string entry = """ "Entry": {"Type": "AWS::EKS::AccessEntry", "DependsOn": "Cluster", "Properties": {"ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:role/Developer"}} """;
        await DeployAsync($"{Cluster("API")}, {entry}");
        var byEntry = await UserAsync(Developer);
        var byMap = await UserAsync(Mapped);
        await _session.DestroyAsync(null, _ => { }, default);
        await DeployAsync(Cluster("CONFIG_MAP"));

        var refused = await _session.DeployAsync(new DeployRequest { TemplateText = $"{{\"Resources\": {{ {Entry("arn:aws:iam::111122223333:role/Developer", "\"KubernetesGroups\": []")} }} }}", StackName = "more" }, default);

        Assert.NotNull(byEntry);
        Assert.Null(byMap);
        Assert.Contains(refused.Events, e => e.Reason.Contains("must be set to one of [API, API_AND_CONFIG_MAP]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Dev/jane", "", "the role itself, not a session of it")]
    [InlineData("arn:aws:iam::111122223333:role/Dev", """ "Username": "system:admin" """, "which access entries refuse")]
    [InlineData("arn:aws:iam::111122223333:role/Dev", """ "KubernetesGroups": ["system:masters"] """, "does not begin with system:")]
    [InlineData("arn:aws:iam::111122223333:role/Dev", """ "Type": "EC2_LINUX", "Username": "x" """, "only type STANDARD takes it")]
    [InlineData("arn:aws:iam::111122223333:role/Dev", """ "AccessPolicies": [{"PolicyArn": "AmazonEKSViewPolicy", "AccessScope": {"Type": "cluster"}}] """, "the ARN of an access policy")]
    public async Task An_access_entry_that_EKS_would_refuse_is_refused(string principal, string others, string named)
    {
        var template = $"{{\"Resources\": {{ {Entry(principal, others.Length > 0 ? others : "\"KubernetesGroups\": []")} }} }}";

        var result = await _session.DeployAsync(new DeployRequest { TemplateText = template, StackName = "wrong" }, default);

        Assert.Equal("ROLLBACK_COMPLETE", result.StackStatus);
        Assert.Contains(named, result.Events.First(e => e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_admin_view_policy_reads_secrets()
    {
        await DeployAsync(Entry("arn:aws:iam::111122223333:role/Developer", Policy("AmazonEKSAdminViewPolicy", """ "Type": "cluster" """)));

        var answer = await GetAsync(Developer, new ObjectAddress(KubernetesKind.Secret, "default", "any"));

        Assert.Equal(404, Assert.IsType<ApiAnswer.Refused>(answer).Status);
    }

    [Fact]
    public async Task A_cluster_that_its_stack_deleted_is_not_found()
    {
        await DeployAsync(""" "Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {"Name": "demo"}} """);
        using var connector = Connector(Mapped);
        var before = await connector.Existence(Reference(), default);
        await _session.DestroyAsync(null, _ => { }, default);
        using var later = Connector(Mapped);

        Assert.Equal("ACTIVE", Assert.IsType<ClusterExistence.Exists>(before).Description.Status);
        Assert.IsType<ClusterExistence.Deleted>(await later.Existence(Reference(), default));
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static ClusterReference Reference() => new() { Name = "demo", Region = "eu-west-1" };

    private static string Entry(string principal, string others) =>
        $$""" "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": "{{principal}}", {{others}} } } """;

    private static string Cluster(string mode) =>
        $$""" "Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {"Name": "demo", "AccessConfig": {"AuthenticationMode": "{{mode}}"} } } """;

    private static string Policy(string name, string scope) =>
        $$""" "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/{{name}}", "AccessScope": { {{scope}} } }] """;

    private async Task DeployAsync(string resources)
    {
        var path = Path.Combine(_folder.FullName, "access.json");
        await File.WriteAllTextAsync(path, $"{{\"Resources\": {{ {resources} }} }}");
        var result = await _session.DeployAsync(new DeployRequest { TemplatePath = path }, default);
        Assert.Equal((SandboxOutcome.Done, ""), (result.Outcome, string.Join("; ", result.Problems)));
    }

    private Task<KubernetesUser?> UserAsync(string caller) =>
        _session.AuthenticatorOf(_session.Here("demo"))(
            EksToken.Create(_session.Identity.CredentialsFor(caller), "eu-west-1", "demo", TimeProvider.System.GetUtcNow()), default);

    private ClusterConnector Connector(string caller)
    {
        var credentials = _session.Identity.CredentialsFor(caller);
        return new ClusterConnector(
            new AwsEnvironment { Credentials = () => credentials, EksEndpoint = _session.AwsEndpointUrl, StsEndpoint = _session.AwsEndpointUrl }, TimeProvider.System);
    }

    private async Task<ConnectAnswer> ConnectAsync(string caller, ClusterReference cluster)
    {
        var connector = Connector(caller);
        return await connector.Connect(cluster, default);
    }

    private Task<ApiAnswer> GetAwsAuthAsync(string caller) => GetAsync(caller, ObjectAddress.AwsAuth);

    private async Task<ApiAnswer> GetAsync(string caller, ObjectAddress address) =>
        await Assert.IsType<ConnectAnswer.Connected>(await ConnectAsync(caller, Reference())).Connection.Api.Get(address, default);
}
