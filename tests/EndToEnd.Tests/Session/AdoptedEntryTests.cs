using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.EndToEnd.Tests.Session;

/// <summary>
/// An access entry that was there before, adopted by a stack: template, engine, published function, EKS as the sandbox plays it, and an API
/// server that its principal calls. What a failed operation touched is as before, and so is what a deleted stack leaves.
/// </summary>
[Collection(KubeApiServerCollection.Name)]
public sealed class AdoptedEntryTests
{
    private const string Role = "arn:aws:iam::111122223333:role/team/Dev";
    private const string Caller = "arn:aws:sts::111122223333:assumed-role/Dev/jane";
    private const string Policies = "arn:aws:eks::aws:cluster-access-policy";

    private readonly List<string> _log = [];

    [Fact]
    public Task An_adopted_entry_is_as_before_after_a_rollback_and_after_its_stack_on_the_embedded_API_server() =>
        PlayAsync(new KubernetesSide.Embedded(TimeProvider.System));

    [Fact]
    public Task An_adopted_entry_is_as_before_after_a_rollback_and_after_its_stack_on_a_real_API_server() =>
        PlayAsync(new KubernetesSide.Envtest(TimeProvider.System));

    [Fact]
    public async Task The_example_adopts_and_puts_back_with_no_more_rights_than_it_gives_to_the_function()
    {
        await using var session = await SandboxSession.StartAsync(
            new SandboxOptions { Log = (_, line) => { lock (_log) _log.Add(line); } }, CancellationToken.None);
        await DeployAsync(session, "by-hand", ByHand, SandboxOutcome.Done);
        var byHand = Entry(session);
        var provider = await ExampleAsync("plain-cloudformation", "provider.template.json");
        await DeployAsync(session, "eks-iam-cdk-provider", provider, ("ClusterName", "prod"), ("PackageBucket", "assets"), ("PackageKey", "function.zip"));

        await DeployAsync(
            session, "auditors", await ExampleAsync("adopt", "adopt.template.yaml"), ("ClusterName", "prod"), ("AuditorRoleArn", Role));
        var adopted = Entry(session);
        AssertOutcome(SandboxOutcome.Done, await session.DestroyAsync("auditors", _ => { }, CancellationToken.None));

        Assert.Contains("auditor:{{SessionName}}", adopted, StringComparison.Ordinal);
        Assert.Equal(byHand, Entry(session));
    }

    private async Task DeployAsync(SandboxSession session, string stack, string template, params (string Name, string Value)[] parameters) =>
        AssertOutcome(
            SandboxOutcome.Done,
            await session.DeployAsync(
                new DeployRequest { TemplateText = template, StackName = stack, Parameters = parameters.ToDictionary(one => one.Name, one => one.Value) },
                CancellationToken.None));

    private static Task<string> ExampleAsync(string folder, string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "EksIamCdk.sln")))
            root = root.Parent;
        return File.ReadAllTextAsync(Path.Combine(root.FullName, "examples", folder, file));
    }

    private async Task PlayAsync(KubernetesSide side)
    {
        await using var session = await SandboxSession.StartAsync(
            new SandboxOptions { Kubernetes = side, Log = (_, line) => { lock (_log) _log.Add(line); } }, CancellationToken.None);
        await DeployAsync(session, "by-hand", ByHand, SandboxOutcome.Done);
        var byHand = Entry(session);
        await AssertMayAsync(true, session, "kube-system");
        await AssertMayAsync(false, session, "default");

        // Created, failed at its last resource, rolled back: the entry is as somebody had made it.
        var failed = await DeployAsync(session, "access", Template(Adopted("devs"), Late), SandboxOutcome.RolledBack, "Late");
        Assert.Equal(byHand, Entry(session));
        await AssertMayAsync(true, session, "kube-system");

        // Adopted; then an update that fails is rolled back.
        var created = await DeployAsync(session, "access", Template(Adopted("devs")), SandboxOutcome.Done);
        var adopted = Entry(session);
        Assert.Contains("\"devs\"", adopted, StringComparison.Ordinal);
        await AssertMayAsync(true, session, "default");
        var rolledBack = await DeployAsync(session, "access", Template(Adopted("ops"), Late), SandboxOutcome.RolledBack, "Late");
        Assert.Equal(adopted, Entry(session));

        // The role is made anew: its entry is dead, until the next deployment.
        session.Iam.Delete(Role);
        session.Iam.Create(Role);
        Assert.Null(await WhoAsync(session));
        var revived = await DeployAsync(session, "access", Template(Adopted("ops")), SandboxOutcome.Done);
        Assert.Equal("by-stack:jane", await WhoAsync(session));
        await AssertMayAsync(true, session, "default");

        // Taken away, it is as before, for the new role.
        var destroyed = await session.DestroyAsync("access", _ => { }, CancellationToken.None);
        AssertOutcome(SandboxOutcome.Done, destroyed);
        Assert.Equal(byHand, Entry(session));
        await AssertMayAsync(true, session, "kube-system");
        await AssertMayAsync(false, session, "default");
        Assert.All([failed, created, rolledBack, revived, destroyed], result => Assert.Empty(result.Violations));
    }

    private async Task<SandboxResult> DeployAsync(
        SandboxSession session, string stack, string template, SandboxOutcome expected, params string[] failAt)
    {
        var result = await session.DeployAsync(
            new DeployRequest { TemplateText = template, StackName = stack, FailAt = failAt.ToHashSet() }, CancellationToken.None);
        AssertOutcome(expected, result);
        return result;
    }

    private void AssertOutcome(SandboxOutcome expected, SandboxResult result)
    {
        var events = result.Events.Select(happened => $"{happened.LogicalId} {happened.Status} {happened.Reason}");
        lock (_log)
            Assert.True(expected == result.Outcome, string.Join('\n', [.. result.Problems.Select(problem => problem.ToString()), .. events, .. _log]));
    }

    /// <summary>All that people wrote in it: not its dates, nor the ARN that EKS gave it.</summary>
    private static string Entry(SandboxSession session)
    {
        var entry = session.AccessEntriesOf(session.Here("prod")).Single(entry => (string?)entry["principalArn"] == Role);
        foreach (var given in (string[])["accessEntryArn", "createdAt", "modifiedAt"])
            entry.Remove(given);
        foreach (var policy in entry["accessPolicies"]!.AsArray().OfType<JsonObject>())
        {
            policy.Remove("associatedAt");
            policy.Remove("modifiedAt");
        }
        entry["tags"] = new JsonObject(entry["tags"]!.AsObject().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.DeepClone())));
        return entry.ToJsonString();
    }

    private static async Task<string?> WhoAsync(SandboxSession session) =>
        (await session.AuthenticatorOf(session.Here("prod"))(
            EksToken.Create(session.Identity.CredentialsFor(Caller), "eu-west-1", "prod", TimeProvider.System.GetUtcNow()), CancellationToken.None))?.Username;

    /// <summary>A real API server evaluates RBAC by what it has heard of it so far, which is a moment behind.</summary>
    private static async Task AssertMayAsync(bool expected, SandboxSession session, string ns)
    {
        for (var look = 0; look < 50 && await MayAsync(session, ns) != expected; look++)
            await Task.Delay(100);
        Assert.Equal(expected, await MayAsync(session, ns));
    }

    /// <summary>Whether the principal, with its token, may read ConfigMaps of a namespace.</summary>
    private static async Task<bool> MayAsync(SandboxSession session, string ns)
    {
        var credentials = session.Identity.CredentialsFor(Caller);
        using var connector = new ClusterConnector(
            new AwsEnvironment { Credentials = () => credentials, EksEndpoint = session.AwsEndpointUrl, StsEndpoint = session.AwsEndpointUrl },
            TimeProvider.System);
        var connected = await connector.Connect(new ClusterReference { Name = "prod", Region = "eu-west-1" }, CancellationToken.None);
        var api = Assert.IsType<ConnectAnswer.Connected>(connected).Connection.Api;
        var answer = await api.Get(new ObjectAddress(KubernetesKind.ConfigMap, ns, "any"), CancellationToken.None);
        return Assert.IsType<ApiAnswer.Refused>(answer).Status == 404;
    }

    private const string ByHand = $$"""
        {"Resources": {"Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {
          "ClusterName": "prod", "PrincipalArn": "{{Role}}", "Username": "by-hand", "KubernetesGroups": ["admins", "devs"],
          "Tags": [{"Key": "cost-center", "Value": "42"}],
          "AccessPolicies": [{"PolicyArn": "{{Policies}}/AmazonEKSEditPolicy", "AccessScope": {"Type": "namespace", "Namespaces": ["kube-system"]} }]} } } }
        """;

    /// <summary>The function may write the entries of this cluster, and nothing else.</summary>
    private const string Function = """
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}, "Policies": [{"PolicyName": "Function",
          "PolicyDocument": {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["eks:DescribeCluster", "eks:CreateAccessEntry"], "Resource": "arn:aws:eks:eu-west-1:111122223333:cluster/prod"},
            {"Effect": "Allow", "Resource": "arn:aws:eks:eu-west-1:111122223333:access-entry/prod/*", "Action": ["eks:DescribeAccessEntry",
              "eks:UpdateAccessEntry", "eks:DeleteAccessEntry", "eks:ListAssociatedAccessPolicies", "eks:AssociateAccessPolicy",
              "eks:DisassociateAccessPolicy", "eks:TagResource", "eks:UntagResource"]},
            {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/team/Dev"}]}}]}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {
          "FunctionName": "eks-iam-cdk", "Handler": "MappingLambda", "Runtime": "dotnet10", "MemorySize": 512, "Timeout": 120,
          "Code": {"S3Bucket": "assets", "S3Key": "function.zip"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]}}},
        "WayIn": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "prod", "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]}}}
        """;

    /// <summary>Fails when it is told to, after the entry was adopted.</summary>
    private const string Late = """
        "Late": {"Type": "AWS::IAM::Role", "DependsOn": "Adopted", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
        """;

    private static string Adopted(string group) => $$$"""
        "Adopted": {"Type": "Custom::EksAccessEntry", "DependsOn": "WayIn", "Properties": {
          "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "Cluster": {"Name": "prod"}, "PrincipalArn": "{{{Role}}}",
          "Username": "by-stack:{{SessionName}}", "KubernetesGroups": ["{{{group}}}"], "OnConflict": "Adopt",
          "AccessPolicies": [{"PolicyArn": "{{{Policies}}}/AmazonEKSViewPolicy", "AccessScope": {"Type": "cluster"}}]}}
        """;

    private static string Template(params string[] resources) => $"{{\"Resources\": {{{string.Join(",\n", [Function, .. resources])}}}}}";
}
