using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>Somebody has bound a group of the app to more, by hand. The next deployment asks the API server what the group may do, finds it
/// out, and rolls back.</summary>
internal sealed class ChecksChapter : IDemoChapter
{
    private const string CheckType = "Custom::EksAccessCheck";

    private static readonly ObjectAddress QuickFix = new(KubernetesKind.ClusterRoleBinding, null, "quick-fix");

    public string Name => "checks";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var stack = (await stage.StackAsync(cancellationToken))!;
        var entry = stack.Written.Select(written => written.Value).FirstOrDefault(properties => properties["Groups"] is JsonArray { Count: > 0 });
        var group = (string?)entry?["Groups"]?[0] ?? "developers";
        stage.Heading($"A change whose access check does not hold: somebody has bound {group} to ClusterRole edit, by hand");
        (entry?["Groups"] as JsonArray)?.Add("on-call");
        stack.Add(
            "WhatTheyMayNot", CheckType, ("Username", "somebody"), ("Groups", new JsonArray(group)), ("WaitSeconds", 5),
            ("Denied", new JsonArray(new JsonObject { ["Verb"] = "delete", ["Resource"] = "pods", ["Namespace"] = "kube-system" })));
        using var api = await stage.ApiAsync(cancellationToken);
        await api.Create(QuickFix, Binding(group), cancellationToken);
        try
        {
            var before = await stage.SnapshotAsync(cancellationToken);
            var failed = await stage.DeployAsync(await stack.RequestAsync(Name, cancellationToken), cancellationToken);
            return failed.Outcome == SandboxOutcome.RolledBack
                ? await stage.CompareAsync(before, cancellationToken)
                : stage.Unexpected("rolled back", failed);
        }
        finally
        {
            await api.Delete(QuickFix, null, null, CancellationToken.None);
        }
    }

    private static JsonObject Binding(string group) => new()
    {
        ["apiVersion"] = QuickFix.Kind.ApiVersion,
        ["kind"] = QuickFix.Kind.Kind,
        ["metadata"] = new JsonObject { ["name"] = QuickFix.Name },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "edit" },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = group }),
    };
}
