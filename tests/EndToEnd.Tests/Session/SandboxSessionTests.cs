using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.EndToEnd.Tests.Session;

/// <summary>
/// A template, the engine, the published function and a real kube-apiserver, with aws-auth maps as they are found in the wild: what a
/// failed operation touched is as before.
/// </summary>
[Collection(KubeApiServerCollection.Name)]
public sealed class SandboxSessionTests : IDisposable
{
    private const string Cluster = "prod";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");

    [Theory]
    [InlineData("eks-managed-node-groups.yaml", Delivery.Once)]
    [InlineData("hand-edited.yaml", Delivery.TwiceInParallel)]
    [InlineData("cdk-json-string.yaml", Delivery.TwiceInTurn)]
    public async Task What_a_failed_operation_touched_is_as_before_to_the_byte(string example, Delivery delivery)
    {
        var map = Example(example);
        List<string> log = [];
        var options = new SandboxOptions
        {
            Kubernetes = new KubernetesSide.Envtest(TimeProvider.System),
            AwsAuth = AwsAuthSeed.From(map),
            Delivery = delivery,
            Log = (_, line) => { lock (log) log.Add(line); },
        };
        await using var session = await SandboxSession.StartAsync(options, CancellationToken.None);
        var (space, binding) = (Manifest("Space", Namespace), Manifest("Binding", Binding("view"), "Space"));
        var first = Template(Function, Entry("Dev", "role/team/Dev", "developers"), space, binding);
        var (dev, ops) = (Entry("Dev", "role/team/Dev", "admins"), Entry("Ops", "role/Ops", "system:masters"));
        var second = Template(Function, dev, ops, space, Manifest("Binding", Binding("edit"), "Space"), Late);

        // Created, failed at its last resource, rolled back: nothing was there before.
        var failed = await DeployAsync(session, second, "Late");
        var afterFailure = await StateAsync(session);
        Assert.Equal(SandboxOutcome.RolledBack, failed.Outcome);
        Assert.Equal(Whole(map), afterFailure);

        // Created; then an update that changes all of it fails, and is rolled back.
        var created = await DeployAsync(session, first);
        var afterCreation = await StateAsync(session);
        Assert.True(created.Outcome == SandboxOutcome.Done, Story(created, log));
        Assert.Contains("role/Dev", afterCreation, StringComparison.Ordinal);
        Assert.Equal(SandboxOutcome.RolledBack, (await DeployAsync(session, second, "Late")).Outcome);
        Assert.Equal(afterCreation, await StateAsync(session));

        // The same update, this time done; then all of it goes.
        var updated = await DeployAsync(session, second);
        Assert.True(updated.Outcome == SandboxOutcome.Done, Story(updated, log));
        Assert.Contains("role/Ops", await StateAsync(session), StringComparison.Ordinal);
        var destroyed = await session.DestroyAsync("access", _ => { }, CancellationToken.None);
        Assert.True(destroyed.Outcome == SandboxOutcome.Done, Story(destroyed, log));
        Assert.Equal(Whole(map), await StateAsync(session));
        Assert.All([failed, created, updated, destroyed], result => Assert.Empty(result.Violations));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<SandboxResult> DeployAsync(SandboxSession session, string template, params string[] failAt)
    {
        var path = Path.Combine(_folder.FullName, "access.template.json");
        await File.WriteAllTextAsync(path, template);
        return await session.DeployAsync(
            new DeployRequest { TemplatePath = path, StackName = "access", FailAt = failAt.ToHashSet() }, CancellationToken.None);
    }

    /// <summary>All that people wrote in aws-auth and in what we own, as one text; once what is terminating has gone.</summary>
    private static async Task<string> StateAsync(SandboxSession session)
    {
        for (var attempt = 0; attempt < 600 && (await session.ObjectsAsync(session.Here(Cluster), CancellationToken.None)).Any(IsTerminating); attempt++)
            await Task.Delay(50);
        var view = Assert.Single(await session.ShowAsync(CancellationToken.None), cluster => cluster.Name == Cluster);
        var objects = view.Objects.Where(live => (string?)live["kind"] != "ConfigMap")
            .OrderBy(live => (string?)live["kind"], StringComparer.Ordinal).Select(Written);
        return string.Join('\n', [Written(view.AwsAuth!), .. objects]);
    }

    private static bool IsTerminating(JsonObject live) => live["metadata"]!["deletionTimestamp"] is not null;

    private static string Whole(ConfigMapFile map)
    {
        var metadata = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" };
        if (map.Labels.Count > 0)
            metadata["labels"] = Map(map.Labels);
        if (map.Annotations.Count > 0)
            metadata["annotations"] = Map(map.Annotations);
        return Written(new JsonObject { ["kind"] = "ConfigMap", ["apiVersion"] = "v1", ["metadata"] = metadata, ["data"] = Map(map.Data) });
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));

    /// <summary>Sorted, without what the API server counts.</summary>
    private static string Written(JsonObject live)
    {
        var copy = live.DeepClone().AsObject();
        foreach (var counted in (string[])["resourceVersion", "managedFields", "uid", "creationTimestamp"])
            copy["metadata"]!.AsObject().Remove(counted);
        return Sorted(copy)!.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) => node is JsonObject members
        ? new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value))))
        : node?.DeepClone();

    private static string Story(SandboxResult result, List<string> log)
    {
        var events = result.Events.Select(happened => $"{happened.LogicalId} {happened.Status} {happened.Reason}");
        return string.Join('\n', [.. result.Problems.Select(problem => problem.ToString()), .. events, .. log]);
    }

    private static ConfigMapFile Example(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
            folder = folder.Parent;
        var text = File.ReadAllText(Path.Combine(folder!.FullName, "examples", "aws-auth", name));
        List<FileFault> faults = [];
        return ConfigMapFile.Read(text, faults) ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    private const string Function = """
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {
          "FunctionName": "eks-iam-cdk", "Handler": "MappingLambda", "Runtime": "dotnet10", "MemorySize": 512, "Timeout": 120,
          "Code": {"S3Bucket": "assets", "S3Key": "function.zip"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]}}},
        "AccessEntry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "prod", "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]},
          "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"}}]}}
        """;

    /// <summary>Fails when it is told to, after all that it depends on has been done.</summary>
    private const string Late = """
        "Late": {"Type": "AWS::IAM::Role", "DependsOn": ["Dev", "Ops", "Binding"], "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
        """;

    private const string Namespace = """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team"}}""";

    private static string Binding(string role) => $$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "developers", "namespace": "team"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{role}}"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "developers"}]}
        """;

    private static string Template(params string[] resources) => $"{{\"Resources\": {{{string.Join(",\n", resources)}}}}}";

    private static string Entry(string logicalId, string role, string group) => $$$"""
        "{{{logicalId}}}": {"Type": "Custom::EksAwsAuthEntry", "DependsOn": "AccessEntry", "Properties": {
          "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 150, "Cluster": {"Name": "prod"},
          "RoleArn": {"Fn::Sub": "arn:${AWS::Partition}:iam::111122223333:{{{role}}}"}, "Username": "{{{logicalId}}}", "Groups": ["{{{group}}}"]}}
        """;

    private static string Manifest(string logicalId, string manifest, string? after = null) => $$$"""
        "{{{logicalId}}}": {"Type": "Custom::EksKubernetesObject", "DependsOn": ["{{{after ?? "AccessEntry"}}}"], "Properties": {
          "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 150, "Cluster": {"Name": "prod"},
          "Manifest": {{{JsonValue.Create(manifest).ToJsonString()}}}, "OnDelete": "Delete"}}
        """;
}
