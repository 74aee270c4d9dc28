using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Tests.StackSets;

/// <summary>25 accounts × 2 Regions, each with its own cluster and its own copy of the published function.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const int Accounts = 25;
    private const string Unlucky = "200000000003";

    private static readonly string[] Regions = ["eu-west-1", "us-east-1"];

    private readonly ConcurrentQueue<string> _log = [];
    private SandboxSession _session = null!;

    public async Task InitializeAsync() => _session = await SandboxSession.StartAsync(
        new SandboxOptions
        {
            Log = (_, line) => _log.Enqueue(line),
            OrganizationalUnits = new Dictionary<string, IReadOnlyList<string>>
            {
                ["ou-root-workloads"] = [.. Enumerable.Range(1, Accounts).Select(i => (200_000_000_000 + i).ToString(CultureInfo.InvariantCulture))],
            },
        },
        default);

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task A_fleet_is_deployed_an_update_that_fails_in_one_account_is_rolled_back_there_exactly_and_all_of_it_goes()
    {
        var deployed = await DeployAsync(Member("developers"), tolerance: 20);
        AssertOutcome(SandboxOutcome.Done, deployed);
        Assert.Equal((Accounts * 2, "CURRENT"), (_session.StackInstances.Count, Assert.Single(_session.StackInstances.Select(i => i.Instance.Status).Distinct())));
        Assert.Equal(Accounts * 2, _session.Clusters.Count());
        var before = await StatesAsync();
        Assert.All(before.Values, state => Assert.Contains("role/Dev", state, StringComparison.Ordinal));

        // One account has the role already that the update adds: one failure of 25 is within 4 %.
        await TakeRoleAsync();
        var within = await DeployAsync(Member("administrators", "audit"), tolerance: 4);
        AssertOutcome(SandboxOutcome.Done, within);
        var failed = Assert.Single(_session.StackInstances, i => i.Instance.Status != "CURRENT").Instance;
        Assert.Equal((Unlucky, "eu-west-1", "OUTDATED"), (failed.Place.AccountId, failed.Place.Region, failed.Status));
        var after = await StatesAsync();
        Assert.Equal(before[Unlucky + " eu-west-1"], after[Unlucky + " eu-west-1"]);
        Assert.All(after.Where(state => state.Key != Unlucky + " eu-west-1"), state => Assert.Contains("administrators", state.Value, StringComparison.Ordinal));

        // Without any tolerance the operation stops there, and the stack goes back as a whole.
        var without = await DeployAsync(Member("nobody", "audit"), tolerance: 0);
        AssertOutcome(SandboxOutcome.RolledBack, without);
        Assert.Equal(after, await StatesAsync());

        var destroyed = await _session.DestroyAsync("Fleet", _ => { }, default);
        AssertOutcome(SandboxOutcome.Done, destroyed);
        Assert.Empty(_session.StackInstances);
        Assert.All((await StatesAsync()).Values, state => Assert.Equal("", state));
    }

    /// <summary>All that stacks have written in each cluster.</summary>
    private async Task<SortedDictionary<string, string>> StatesAsync()
    {
        var states = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var view in await _session.ShowAsync(default))
        {
            var objects = view.Objects.Select(live => $"{live["kind"]} {live["metadata"]!["name"]} {live["rules"]?.ToJsonString()} {live["subjects"]?.ToJsonString()}");
            states[$"{view.Key.AccountId} {view.Key.Region}"] = string.Join('\n', [view.AwsAuth?["data"]?.ToJsonString() ?? "", .. objects]).Trim();
        }
        return states;
    }

    private Task<SandboxResult> DeployAsync(string member, int tolerance)
    {
        var template = new JsonObject
        {
            ["Resources"] = new JsonObject
            {
                ["Fleet"] = new JsonObject
                {
                    ["Type"] = "AWS::CloudFormation::StackSet",
                    ["Properties"] = new JsonObject
                    {
                        ["StackSetName"] = "fleet",
                        ["TemplateBody"] = member,
                        ["OperationPreferences"] = new JsonObject
                        {
                            ["MaxConcurrentPercentage"] = 25,
                            ["FailureTolerancePercentage"] = tolerance,
                            ["RegionOrder"] = new JsonArray([.. Regions.Select(region => (JsonNode)region)]),
                        },
                        ["StackInstancesGroup"] = new JsonArray(new JsonObject
                        {
                            ["DeploymentTargets"] = new JsonObject { ["OrganizationalUnitIds"] = new JsonArray("ou-root-workloads") },
                            ["Regions"] = new JsonArray([.. Regions.Select(region => (JsonNode)region)]),
                        }),
                    },
                },
            },
        };
        return _session.DeployAsync(new DeployRequest { TemplateText = template.ToJsonString(), StackName = "Fleet" }, default);
    }

    private static string Member(string group, string? role = null)
    {
        var resources = new JsonObject
        {
            ["Role"] = Resource("AWS::IAM::Role", new JsonObject { ["AssumeRolePolicyDocument"] = new JsonObject() }),
            ["Function"] = Resource("AWS::Lambda::Function", new JsonObject
            {
                ["Handler"] = "MappingLambda",
                ["Runtime"] = "dotnet10",
                ["MemorySize"] = 512,
                ["Timeout"] = 60,
                ["Role"] = Attribute("Role", "Arn"),
                ["Code"] = new JsonObject { ["S3Bucket"] = new JsonObject { ["Fn::Sub"] = "org-${AWS::Region}" }, ["S3Key"] = "mapping.zip" },
            }),
            ["Entry"] = Resource("AWS::EKS::AccessEntry", new JsonObject
            {
                ["ClusterName"] = "demo",
                ["PrincipalArn"] = Attribute("Role", "Arn"),
                ["AccessPolicies"] = new JsonArray(new JsonObject
                {
                    ["PolicyArn"] = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                    ["AccessScope"] = new JsonObject { ["Type"] = "cluster" },
                }),
            }),
            ["Dev"] = Ours("EksAwsAuthEntry", ("RoleArn", "arn:aws:iam::111122223333:role/Dev"), ("Username", "dev"), ("Groups", new JsonArray(group))),
            ["Bind"] = Ours("EksKubernetesObject", ("Manifest", $$"""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "dev"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "{{group}}"}]}
                """)),
        };
        // One after the other: each function needs one process then.
        resources["Bind"]!["DependsOn"] = new JsonArray("Dev");
        if (role is not null)
        {
            resources["Late"] = Resource("AWS::IAM::Role", new JsonObject { ["RoleName"] = new JsonObject { ["Fn::Sub"] = role + "-${AWS::Region}" } });
            resources["Late"]!["DependsOn"] = new JsonArray("Dev", "Bind");
        }
        return new JsonObject { ["Resources"] = resources }.ToJsonString();
    }

    private static JsonObject Ours(string type, params (string Name, JsonNode Value)[] own)
    {
        var properties = new JsonObject(own.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Value)))
        {
            ["ServiceToken"] = Attribute("Function", "Arn"),
            ["ServiceTimeout"] = 90,
            ["Cluster"] = new JsonObject { ["Name"] = "demo" },
        };
        var resource = Resource($"Custom::{type}", properties);
        resource["DependsOn"] = new JsonArray("Entry");
        return resource;
    }

    private static JsonObject Resource(string type, JsonObject properties) => new() { ["Type"] = type, ["Properties"] = properties };

    private static JsonObject Attribute(string id, string name) => new() { ["Fn::GetAtt"] = new JsonArray(id, name) };

    private Task<SandboxResult> TakeRoleAsync() => _session.DeployAsync(
        new DeployRequest
        {
            TemplateText = """{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "audit-eu-west-1"}}}}""",
            StackName = "other",
            AccountId = Unlucky,
        },
        default);

    private void AssertOutcome(SandboxOutcome expected, SandboxResult result) => Assert.True(
        expected == result.Outcome,
        string.Join('\n', [.. result.Events.Select(e => $"{e.LogicalId} {e.Status} {e.Reason}"), .. _log.TakeLast(20)]));
}
