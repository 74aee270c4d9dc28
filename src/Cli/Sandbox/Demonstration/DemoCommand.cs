using EksIamCdk.Cli.Input;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary><c>eksiam sandbox</c>: an access.yaml deployed into a cluster with a real-life aws-auth map; then what may go wrong.</summary>
internal static class DemoCommand
{
    private const string SeedFile = "examples/aws-auth/hand-edited.yaml";

    public static async Task<int> RunAsync(string? spec, string kube, IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var kubernetes = KubeOption.Parse(kube, problems);
        problems.AddRange(
            from name in only
            where Demo.Chapters.All(chapter => chapter.Name != name)
            select $"--only {name}: expected one of {string.Join(", ", Demo.Chapters.Select(chapter => chapter.Name))}");
        var chapters = Demo.Chapters.Where(chapter => only.Count == 0 || only.Contains(chapter.Name)).ToList();
        if (Workspace.Root is not { } root)
        {
            problems.Add("the demonstration runs in a clone of the repository; start it there with ./eksiam sandbox");
            return Complain.About(problems);
        }

        var seed = await ConfigMapInput.ReadAsync(Path.Combine(root, SeedFile), problems, cancellationToken);
        if (spec is not null && !File.Exists(spec))
        {
            problems.Add($"--spec {spec}: there is no such file");
        }

        if (problems.Count > 0)
        {
            return Complain.About(problems);
        }

        var console = Terminal.Open();
        console.WriteLine($"Synthesising {spec ?? "access.yaml"} with the CDK (npx cdk synth) …");
        var assembly = Path.Combine(root, ".eksiam", "demo", "cdk.out");
        if (!await CdkSynth.RunAsync(root, spec, assembly, problems, cancellationToken))
        {
            return Complain.About(problems);
        }

        using var state = StateChoice.ForDeployment(null);
        var options = new SandboxOptions { Kubernetes = kubernetes!, AwsAuth = AwsAuthSeed.From(seed!), StateFolder = kubernetes!.KeepsState ? state.Folder : null };
        return await SessionRun.RunAsync(options, session => new Demo(console, session, assembly, seed!).RunAsync(chapters, cancellationToken), cancellationToken);
    }
}
