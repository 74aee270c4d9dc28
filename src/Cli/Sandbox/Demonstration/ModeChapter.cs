using EksIamCdk.Access.Clusters;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>Another cluster goes to the authentication mode that reads access entries alone: refused while people would be locked out, and a
/// rollback after it that cannot go back, and succeeds.</summary>
internal sealed class ModeChapter : IDemoChapter
{
    private const string Stack = "mode";
    private const string Cluster = "spare";

    public string Name => "mode";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var (both, api) = (AuthenticationMode.ApiAndConfigMap, AuthenticationMode.Api);
        stage.Heading($"The cluster {Cluster} goes to authentication mode {api.Name()}, where aws-auth is read no more: refused, as people and nodes would be locked out");
        if (await stage.DeployAsync(Request(stage, api, "false"), cancellationToken) is { Outcome: not SandboxOutcome.RolledBack } passed)
        {
            return stage.Unexpected("rolled back", passed);
        }

        stage.Console.Heading("The same with AllowLockout, and a failure right after it: EKS goes back from no mode, so the rollback leaves it, and succeeds");
        if (await stage.DeployAsync(Request(stage, both, "true"), cancellationToken) is { Outcome: not SandboxOutcome.Done } failed)
        {
            return stage.Unexpected("done", failed);
        }

        if (await stage.DeployAsync(
            Request(stage, api, "true") with { FailAt = new HashSet<string> { "Late" } }, cancellationToken) is { Outcome: not SandboxOutcome.RolledBack } kept)
        {
            return stage.Unexpected("rolled back", kept);
        }

        stage.Console.MarkupLineInterpolated($"  the stack asks for {both.Name()} again; the cluster stays [bold]{stage.Session.ModeOf(stage.Session.Here(Cluster)).Name()}[/]");
        var gone = await stage.Session.DestroyAsync(Stack, _ => { }, cancellationToken);
        return gone.Outcome == SandboxOutcome.Done ? ExitCode.Done : stage.Unexpected("deleted", gone);
    }

    private static DeployRequest Request(DemoStage stage, AuthenticationMode mode, string allowLockout)
    {
        var here = stage.Session.Here(Cluster);
        return new()
        {
            StackName = Stack,
            TemplateText = $$$"""
                {"Resources": {
                  "Mode": {"Type": "Custom::EksAuthenticationMode", "Properties": {
                    "ServiceToken": "arn:aws:lambda:{{{here.Region}}}:{{{here.AccountId}}}:function:eks-iam-cdk", "Cluster": {"Name": "{{{Cluster}}}"},
                    "Mode": "{{{mode.Name()}}}", "AllowLockout": "{{{allowLockout}}}"} },
                  "Late": {"Type": "AWS::SNS::Topic", "DependsOn": "Mode", "Properties": {"DisplayName": "{{{mode.Name()}}}"} } } }
                """,
        };
    }
}
