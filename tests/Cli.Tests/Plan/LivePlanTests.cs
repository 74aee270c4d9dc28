using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Tests.Plan;

/// <summary>Specs beside a live cluster in which one of them was deployed: a sandbox that is served.</summary>
public sealed class LivePlanTests : IAsyncLifetime
{
    private const string Spec = """
        cluster: { name: demo, authenticationMode: API_AND_CONFIG_MAP }
        namespaces: [{ name: dev, podSecurity: baseline, quota: { pods: "100" }, network: deny-ingress }]
        access:
          - { name: developers, principals: ["arn:aws:iam::111122223333:role/team/Developer"], grant: [{ profile: view, namespaces: [dev] }] }
          - { name: ops, principals: ["arn:aws:iam::111122223333:role/Ops"], grant: [{ profile: cluster-admin }] }

        """;

    private const string Administrator = """
        {"Resources": {"Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:user/administrator",
          "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"}}]}}}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");
    private SandboxSession _session = null!;

    public async Task InitializeAsync()
    {
        _session = await SandboxSession.StartAsync(new SandboxOptions { Serve = new ServeOptions() }, default);
        var assembly = Path.Combine(_folder.FullName, "cdk.out");
        var synthesised = await Eksiam.StartAsync(
            "npx", ["--no-install", "cdk", "synth", "--quiet", "--output", assembly, "--context", $"spec={Written(Spec)}"], "", Eksiam.Root, new Dictionary<string, string?>());
        Assert.True(synthesised.ExitCode == 0, synthesised.Error);
        var deployed = await _session.DeployAppAsync(new DeployAppRequest { Folder = assembly }, default);
        Assert.All(deployed, stack => Assert.Equal(SandboxOutcome.Done, stack.Outcome));
        Assert.Equal(SandboxOutcome.Done, (await _session.DeployAsync(new DeployRequest { TemplateText = Administrator, StackName = "administrator" }, default)).Outcome);
    }

    [Fact]
    public async Task A_spec_that_is_deployed_changes_nothing_and_one_that_takes_out_says_who_loses_what()
    {
        var same = await PlanAsync(Spec);

        Assert.True(same.ExitCode == 0, same.Output + same.Error);
        Assert.EndsWith("\n\ncluster demo: nothing changes\n", same.Output, StringComparison.Ordinal);

        var less = await PlanAsync(Spec
            .Replace("profile: view", "profile: edit", StringComparison.Ordinal)
            .Replace("profile: cluster-admin", "profile: view", StringComparison.Ordinal)
            .Replace("\"100\"", "\"50\"", StringComparison.Ordinal));

        Assert.Equal(2, less.ExitCode);
        Assert.Contains("\nResourceQuota dev/team-quota changes\n    …\n    spec:\n      hard:\n  -     pods: 100\n  +     pods: 50\n", less.Output, StringComparison.Ordinal);
        Assert.Contains("\nRoleBinding dev/eks-iam-cdk:developers:view is deleted\n", less.Output, StringComparison.Ordinal);
        Assert.Contains("\narn:aws:iam::111122223333:role/Ops\n  - * *.*, *\n", less.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n\ncluster demo: 5 changes; 1 principal loses access, 1 gains\n", less.Output, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<Ended> PlanAsync(string spec) => Eksiam.StartAsync(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "eksiam.dll"), "plan", "--spec", Written(spec), "--cluster", "demo"], "", Eksiam.Root, new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = _session.AwsEndpointUrl,
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_DEFAULT_REGION"] = "eu-west-1",
            ["AWS_PROFILE"] = null,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_SESSION_TOKEN"] = null,
        });

    private string Written(string spec)
    {
        var path = Path.Combine(_folder.FullName, "access.yaml");
        File.WriteAllText(path, spec);
        return path;
    }
}
