using System.Text.Json.Nodes;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>
/// An access entry that another stack has made with the native resource, adopted: what it was is in its tags, and comes back when the
/// deployment fails.
/// </summary>
internal sealed class AdoptionChapter : IDemoChapter
{
    public const string Principal = "arn:aws:iam::111122223333:role/Auditor";

    private const string Fails = "Late";

    public string Name => "adopt";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading($"An access entry that is there already: CloudFormation cannot adopt it, OnConflict: Adopt does ({Principal})");
        var there = await stage.DeployAsync(ByHand(stage), cancellationToken);
        if (there.Outcome != SandboxOutcome.Done)
        {
            return stage.Unexpected("done", there);
        }

        var before = Shown(stage);
        Write(stage, "before", before);
        var stack = (await stage.StackAsync(cancellationToken))!;
        stack.Add(
            "Auditor", "Custom::EksAccessEntry", ("PrincipalArn", Principal), ("Username", "auditor:{{SessionName}}"),
            ("KubernetesGroups", new JsonArray("auditors")), ("OnConflict", "Adopt"));
        LetFunction(stack.Resources, (JsonObject)stack.Resources["Auditor"]!);
        stack.Resources[Fails] = new JsonObject { ["Type"] = "AWS::SNS::Topic", ["DependsOn"] = "Auditor" };
        var failed = await stage.DeployAsync(
            await stack.RequestAsync(Name, cancellationToken) with { FailAt = new HashSet<string> { Fails } }, cancellationToken);
        if (failed.Outcome != SandboxOutcome.RolledBack)
        {
            return stage.Unexpected("rolled back", failed);
        }

        var after = Shown(stage);
        Write(stage, "after ", after);
        var colour = before == after ? "green" : "red";
        stage.Console.MarkupLineInterpolated($"  [bold {colour}]{(before == after ? "put back as it was" : "it is another one")}[/]");
        return before == after ? ExitCode.Done : ExitCode.RollbackFailed;
    }

    /// <summary>What the constructs add where something may be adopted: the function may write access entries.</summary>
    private static void LetFunction(JsonObject resources, JsonObject entry)
    {
        var function = (string?)entry["Properties"]!["ServiceToken"]?["Fn::GetAtt"]?[0];
        if (function is null || (string?)resources[function]?["Properties"]?["Role"]?["Fn::GetAtt"]?[0] is not { } role)
        {
            return; // another stack has made it
        }

        resources["AccessEntries"] = new JsonObject
        {
            ["Type"] = "AWS::IAM::Policy",
            ["Properties"] = new JsonObject
            {
                ["PolicyName"] = "AccessEntries",
                ["Roles"] = new JsonArray(new JsonObject { ["Ref"] = role }),
                ["PolicyDocument"] = new JsonObject
                {
                    ["Statement"] = new JsonArray(new JsonObject { ["Effect"] = "Allow", ["Action"] = Actions(), ["Resource"] = "*" }),
                },
            },
        };
        entry["DependsOn"]!.AsArray().Add("AccessEntries");
    }

    private static JsonArray Actions() => ["eks:*AccessEntry", "eks:*AccessPolicy", "eks:ListAssociatedAccessPolicies", "eks:TagResource", "eks:UntagResource"];

    private static DeployRequest ByHand(DemoStage stage) => new()
    {
        StackName = "Legacy",
        AccountId = stage.Cluster.Key.AccountId,
        Region = stage.Cluster.Key.Region,
        TemplateText = new JsonObject
        {
            ["Resources"] = new JsonObject
            {
                ["Auditor"] = new JsonObject
                {
                    ["Type"] = "AWS::EKS::AccessEntry",
                    ["Properties"] = new JsonObject
                    {
                        ["ClusterName"] = stage.Cluster.Name,
                        ["PrincipalArn"] = Principal,
                        ["Username"] = "audit",
                        ["KubernetesGroups"] = new JsonArray("audit"),
                    },
                },
            },
        }.ToJsonString(),
    };

    private static string Shown(DemoStage stage)
    {
        var entry = stage.Session.AccessEntriesOf(stage.Cluster.Key).Single(entry => (string?)entry["principalArn"] == Principal);
        return $"{entry["username"]} in {entry["kubernetesGroups"]!.ToJsonString()}, tags {entry["tags"]!.ToJsonString()}";
    }

    private static void Write(DemoStage stage, string when, string entry) => stage.Console.WriteLine($"  {when}: {entry}");
}
