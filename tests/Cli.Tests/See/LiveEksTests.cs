using System.Text.Json.Nodes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Cli.Tests.See;

/// <summary><c>--cluster NAME</c>: EKS, IAM and Kubernetes of a sandbox that is served.</summary>
public sealed class LiveEksTests(LiveEksTests.Cloud cloud) : IClassFixture<LiveEksTests.Cloud>
{
    private const string Developer = "arn:aws:iam::111122223333:role/team/Developer";

    [Fact]
    public async Task The_chain_goes_from_the_access_entry_to_the_policy()
    {
        var ended = await cloud.RunAsync("explain", "Developer", "--session", "ann@example.com", "--cluster", "demo", "-o", "json");

        Assert.Equal(("", 0), (ended.Error, ended.ExitCode));
        var answer = JsonNode.Parse(ended.Output)!;
        Assert.Equal("developer:ann-example.com", (string?)answer["identity"]!["username"]);
        Assert.Equal(("access-entry", Developer), ((string?)answer["identity"]!["by"]!["kind"], (string?)answer["identity"]!["by"]!["principalArn"]));
        Assert.Equal("shadowed", (string?)answer["notes"]![0]!["kind"]);
        Assert.Contains(answer["access"]!.AsArray(), path => (string?)path!["kind"] == "access-policy" && (string?)path["namespace"] == "dev-*");
        Assert.Empty(answer["unread"]!.AsArray());
    }

    [Fact]
    public async Task Everything_that_decides_is_saved_and_answers_the_same_afterwards()
    {
        var folder = Path.Combine(cloud.Folder, "saved");

        var saved = await cloud.RunAsync("save", folder, "--cluster", "demo");
        var live = await cloud.RunAsync("who-can", "get", "pods", "-n", "dev-1", "--cluster", "demo");
        var later = await Eksiam.RunAsync("who-can", "get", "pods", "-n", "dev-1", "--from", folder);

        Assert.Equal((0, ""), (saved.ExitCode, saved.Output));
        Assert.Equal((live.ExitCode, live.Output), (later.ExitCode, later.Output));
        Assert.Contains(Developer, live.Output, StringComparison.Ordinal);
        var roles = Document(folder, "aws/iam-roles")["roles"]!.AsArray();
        Assert.Equal(
            ["arn:aws:iam::111122223333:role/Nowhere", "arn:aws:iam::111122223333:role/pods", Developer],
            roles.Select(role => (string?)role!["arn"]).Order(StringComparer.Ordinal));
        Assert.Equal("pods.eks.amazonaws.com", (string?)roles.Single(role => ((string)role!["arn"]!).EndsWith("/pods", StringComparison.Ordinal))!
            ["assumeRolePolicyDocument"]!["Statement"]![0]!["Principal"]!["Service"]);
        Assert.Equal("pods", ((string?)Document(folder, "aws/pod-identity-associations")["associations"]![0]!["roleArn"])!.Split('/')[^1]);
        var cluster = Document(folder, "cluster");
        Assert.Equal(("API_AND_CONFIG_MAP", "111122223333"), ((string?)cluster["authenticationMode"], (string?)cluster["accountId"]));
        var provider = Assert.Single(Document(folder, "aws/oidc-providers")["providers"]!.AsArray())!;
        Assert.Equal("sts.amazonaws.com", (string?)provider["clientIds"]![0]);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => file.Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain("managedFields", await File.ReadAllTextAsync(Path.Combine(folder, "kubernetes", "clusterroles.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_role_may_not_read_is_told_and_the_rest_is_answered()
    {
        var ended = await Cloud.RunAsync(cloud.OfTheReader(), "explain", Developer, "--cluster", "demo");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("not read: eks:ListPodIdentityAssociations: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("not read: iam:GetRole: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("not read: the Kubernetes API: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("this leaves unknown whether these roles exist", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"access entry of {Developer}", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_and_credentials_that_are_not_taken_are_told_with_the_remedy()
    {
        var bad = new Dictionary<string, string?>(cloud.Variables) { ["AWS_ACCESS_KEY_ID"] = "AKIANOBODY0000000000", ["AWS_PROFILE"] = null };

        var refused = await Cloud.RunAsync(bad, "explain", "Developer", "--cluster", "demo");
        var nowhere = await Cloud.RunAsync(new Dictionary<string, string?>(cloud.Variables) { ["AWS_REGION"] = null, ["AWS_DEFAULT_REGION"] = null }, "explain", "x", "--cluster", "demo");
        var profile = await cloud.RunAsync("explain", "x", "--cluster", "demo", "--profile", "nobody");

        Assert.Equal((2, 2, 2), (refused.ExitCode, nowhere.ExitCode, profile.ExitCode));
        Assert.Contains("--cluster demo: AWS does not take the credentials (UnrecognizedClientException): sign in again: aws sso login", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Give --region, or set AWS_REGION", nowhere.Error, StringComparison.Ordinal);
        Assert.Contains("--profile nobody: there is no such profile", profile.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_gives_credentials_and_the_region()
    {
        var config = Path.Combine(cloud.Folder, "config");
        await File.WriteAllTextAsync(config, "[profile it]\nregion = eu-west-1\naws_access_key_id = test\naws_secret_access_key = test\n");
        var variables = new Dictionary<string, string?>(cloud.Variables)
        {
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_REGION"] = null,
            ["AWS_DEFAULT_REGION"] = null,
            ["AWS_CONFIG_FILE"] = config,
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(cloud.Folder, "none"),
        };

        var ended = await Cloud.RunAsync(variables, "can", "Developer", "get", "pods", "-n", "dev-1", "--cluster", "demo", "--profile", "it");

        Assert.Equal(("", 0), (ended.Error, ended.ExitCode));
        Assert.StartsWith("yes  get pods -n dev-1\n", ended.Output, StringComparison.Ordinal);
    }

    private static JsonNode Document(string folder, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.json")))!;

    /// <summary>A served sandbox with a cluster, some roles, and an aws-auth map.</summary>
    public sealed class Cloud : IAsyncLifetime
    {
        private const string Template = """
            {"Resources": {
              "Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {"Name": "demo", "RoleArn": "arn:aws:iam::111122223333:role/cluster", "ResourcesVpcConfig": {"SubnetIds": ["a"]},
                "AccessConfig": {"AuthenticationMode": "API_AND_CONFIG_MAP"}}},
              "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": {"Fn::GetAtt": ["Cluster", "OpenIdConnectIssuerUrl"]}, "ClientIdList": ["sts.amazonaws.com"]}},
              "Administrator": {"Type": "AWS::EKS::AccessEntry", "DependsOn": "Cluster", "Properties": {"ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:user/administrator",
                "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"}}]}},
              "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Developer", "Path": "/team/", "AssumeRolePolicyDocument": {"Statement": []}}},
              "Entry": {"Type": "AWS::EKS::AccessEntry", "DependsOn": ["Cluster", "Role"], "Properties": {"ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:role/team/Developer",
                "Username": "developer:{{SessionName}}",
                "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "AccessScope": {"Type": "namespace", "Namespaces": ["dev-*"]}}]}},
              "Pods": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "pods", "AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}]}}},
              "Association": {"Type": "AWS::EKS::PodIdentityAssociation", "DependsOn": "Cluster", "Properties": {"ClusterName": "demo", "Namespace": "app", "ServiceAccount": "worker",
                "RoleArn": {"Fn::GetAtt": ["Pods", "Arn"]}}},
              "Reader": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Reader", "AssumeRolePolicyDocument": {"Statement": []}, "Policies": [{"PolicyName": "read", "PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": ["eks:DescribeCluster", "eks:ListAccessEntries", "eks:DescribeAccessEntry", "eks:ListAssociatedAccessPolicies"], "Resource": "*"}]}}]}}
            }}
            """;

        private const string Map = """
            - rolearn: arn:aws:iam::111122223333:role/Developer
              username: old
            - rolearn: arn:aws:iam::111122223333:role/Nowhere
              username: nowhere
            - rolearn: arn:aws:iam::999999999999:role/Elsewhere
              username: elsewhere
            """;

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");
        private SandboxSession? _session;

        public string Folder => _folder.FullName;

        public IReadOnlyDictionary<string, string?> Variables { get; private set; } = new Dictionary<string, string?>();

        public async Task InitializeAsync()
        {
            _session = await SandboxSession.StartAsync(
                new SandboxOptions
                {
                    Serve = new ServeOptions(),
                    AwsAuth = new AwsAuthSeed(new Dictionary<string, string> { ["mapRoles"] = Map }, new Dictionary<string, string>(), new Dictionary<string, string>()),
                },
                default);
            var deployed = await _session.DeployAsync(new DeployRequest { TemplateText = Template, StackName = "it" }, default);
            Assert.Equal(SandboxOutcome.Done, deployed.Outcome);
            Variables = Of("test", "test", null);
        }

        /// <summary>The variables of a role that may read the access entries alone, and that nothing lets in.</summary>
        public IReadOnlyDictionary<string, string?> OfTheReader()
        {
            var credentials = _session!.Identity.CredentialsFor("arn:aws:sts::111122223333:assumed-role/Reader/it");
            return Of(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken);
        }

        internal Task<Ended> RunAsync(params string[] args) => RunAsync(Variables, args);

        internal static Task<Ended> RunAsync(IReadOnlyDictionary<string, string?> variables, params string[] args) =>
            Eksiam.StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "eksiam.dll"), .. args], "", Eksiam.Root, variables);

        public async Task DisposeAsync()
        {
            if (_session is not null) await _session.DisposeAsync();
            _folder.Delete(recursive: true);
        }

        private Dictionary<string, string?> Of(string id, string secret, string? token) => new()
        {
            ["AWS_ENDPOINT_URL"] = _session!.AwsEndpointUrl,
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_DEFAULT_REGION"] = "eu-west-1",
            ["AWS_PROFILE"] = null,
            ["AWS_ACCESS_KEY_ID"] = id,
            ["AWS_SECRET_ACCESS_KEY"] = secret,
            ["AWS_SESSION_TOKEN"] = token,
            ["AWS_ENDPOINT_URL_EKS"] = null,
        };
    }
}
