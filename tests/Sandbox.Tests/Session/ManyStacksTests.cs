using System.Collections.Concurrent;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Tests.Session;

/// <summary>Many stacks at once, each with a function of its own that writes to the one aws-auth (<c>dotnet publish src/MappingLambda -c
/// Release -o .eksiam/lambda</c>).</summary>
public sealed class ManyStacksTests
{
    private const int Stacks = 50;

    private const string Map = """
        - rolearn: arn:aws:iam::111122223333:role/nodes   # ours
          username: system:node:{{EC2PrivateDNSName}}
          groups: [system:bootstrappers, system:nodes]

        """;

    [Fact]
    public async Task Fifty_stacks_come_at_once_and_go_at_once_and_no_entry_is_lost()
    {
        ConcurrentQueue<string> log = [];
        await using var session = await SandboxSession.StartAsync(
            new SandboxOptions
            {
                Log = (_, line) => log.Enqueue(line),
                AwsAuth = new AwsAuthSeed(
                    new Dictionary<string, string> { ["mapRoles"] = Map }, new Dictionary<string, string>(), new Dictionary<string, string>()),
            },
            default);
        List<string> names = [.. Enumerable.Range(0, Stacks).Select(number => $"team{number:00}")];

        var deployed = await Task.WhenAll(names.Select(name => Task.Run(
            () => session.DeployAsync(new DeployRequest { TemplateText = TemplateOf(name), StackName = name }, default))));
        var map = await MapRolesAsync(session);
        var destroyed = await Task.WhenAll(names.Select(name => Task.Run(() => session.DestroyAsync(name, _ => { }, default))));

        Assert.All(deployed.Concat(destroyed), result => Assert.True(result.Outcome == SandboxOutcome.Done, Story(result, log)));
        Assert.All(deployed.Concat(destroyed), result => Assert.Empty(result.Violations));
        Assert.All(names, name => Assert.Contains($"role/{name}\n", map, StringComparison.Ordinal));
        Assert.Equal(Map, await MapRolesAsync(session));
        Assert.DoesNotContain(
            await session.ObjectsAsync(session.Here("demo"), default), live => (string?)live["metadata"]!["name"] == "eks-iam-cdk-turn");
    }

    private static async Task<string> MapRolesAsync(SandboxSession session) =>
        (string)(await session.ShowAsync(default)).Single().AwsAuth!["data"]!["mapRoles"]!;

    private static string Story(SandboxResult result, IEnumerable<string> log) => string.Join(
        '\n',
        [.. result.Problems.Select(problem => problem.ToString()), .. result.Events.Select(happened => $"{happened.LogicalId} {happened.Status} {happened.Reason}"), .. log]);

    // As much time as there is: it is about conflicts, not about the speed of this machine.
    private static string TemplateOf(string name) => $$"""
        {"Resources": {
          "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []} } },
          "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "mapping-{{name}}", "Handler": "MappingLambda", "Runtime": "dotnet10",
            "MemorySize": 512, "Timeout": 900, "Code": {"S3Bucket": "assets", "S3Key": "none.zip"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Environment": {"Variables": {"EKSIAM_ROLE_ARN": {"Fn::GetAtt": ["Role", "Arn"]} } } } },
          "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"} }] } },
          "Dev": {"Type": "Custom::EksAwsAuthEntry", "DependsOn": "Entry", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]},
            "ServiceTimeout": 1200, "Cluster": {"Name": "demo"}, "RoleArn": "arn:aws:iam::111122223333:role/{{name}}", "Username": "{{name}}",
            "Groups": ["developers"] } }
        } }
        """;
}
