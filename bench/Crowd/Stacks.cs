using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using EksIamCdk.Bench.Crowd.Bed;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Bench.Crowd;

/// <summary>As many stacks deployed at once in the sandbox, each with a function of its own: the published program, a process each.</summary>
internal static class Stacks
{
    private const string Write = "\"message\":\"Step\",\"step\":\"update configmaps kube-system/aws-auth\"";

    /// <param name="kubernetes">What plays the cluster.</param>
    /// <param name="count">How many.</param>
    public static async Task<Crush> RunAsync(KubernetesSide kubernetes, int count)
    {
        var writes = new ConcurrentDictionary<string, int>();
        var options = new SandboxOptions
        {
            Kubernetes = kubernetes,
            AwsAuth = new AwsAuthSeed(
                new Dictionary<string, string> { ["mapRoles"] = FirstMap.MapRoles }, new Dictionary<string, string>(), new Dictionary<string, string>()),
            Log = (function, line) =>
            {
                if (line.Contains(Write, StringComparison.Ordinal))
                    writes.AddOrUpdate(function, 1, (_, so) => so + 1);
            },
        };
        await using var session = await SandboxSession.StartAsync(options, CancellationToken.None);
        List<string> names = [.. Enumerable.Range(0, count).Select(number => $"s{number:000}")];
        var since = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(names.Select(name => Task.Run(
            () => session.DeployAsync(new DeployRequest { TemplateText = TemplateOf(name), StackName = name }, CancellationToken.None))));
        var took = Stopwatch.GetElapsedTime(since);
        var map = (string)(await session.ShowAsync(CancellationToken.None)).Single().AwsAuth!["data"]!["mapRoles"]!;
        foreach (var failed in results.Where(result => result.Outcome != SandboxOutcome.Done))
            await Console.Error.WriteLineAsync($"{failed.StackName}: {string.Join("; ", failed.Events.Select(happened => happened.Reason))}");
        return new Crush
        {
            Writes = [.. names.Select(name => writes.GetValueOrDefault($"mapping-{name}"))],
            Failed = results.Count(result => result.Outcome != SandboxOutcome.Done),
            Lost = results.Count(result => result.Outcome == SandboxOutcome.Done && !map.Contains($"role/{result.StackName}\n", StringComparison.Ordinal)),
            Requests = null,
            Took = took,
        };
    }

    private static string TemplateOf(string name) => new StringBuilder("""
        {"Resources": {
          "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}},
          "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "mapping-NAME", "Handler": "MappingLambda", "Runtime": "dotnet10",
            "MemorySize": 512, "Timeout": 120, "Code": {"S3Bucket": "assets", "S3Key": "none.zip"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Environment": {"Variables": {"EKSIAM_ROLE_ARN": {"Fn::GetAtt": ["Role", "Arn"]}, "EKSIAM_LOG_LEVEL": "Debug"}}}},
          "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"}}]}},
          "Dev": {"Type": "Custom::EksAwsAuthEntry", "DependsOn": "Entry", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]},
            "ServiceTimeout": 360, "Cluster": {"Name": "demo"}, "RoleArn": "arn:aws:iam::111122223333:role/NAME", "Username": "NAME",
            "Groups": ["developers"]}}}}
        """).Replace("NAME", name).ToString();
}
