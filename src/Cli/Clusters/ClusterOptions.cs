using System.CommandLine;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Clusters;

/// <summary>The live cluster that a command is about: <c>--kubeconfig</c> and <c>--context</c>, as kubectl has them.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig; else the one of KUBECONFIG, else ~/.kube/config",
        HelpName = "FILE",
    };

    private readonly Option<string?> _context = new("--context") { Description = "The context in it; else the current one", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_context);
    }

    /// <summary>Whether the line names a kubeconfig, or a context of the usual one.</summary>
    public bool IsGiven(ParseResult line) => line.GetValue(_kubeconfig) is not null || line.GetValue(_context) is not null;

    /// <summary>Null, and a problem, when the kubeconfig cannot be used. Nothing is called yet.</summary>
    public async Task<KubeconfigCluster?> OpenAsync(ParseResult line, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var path = line.GetValue(_kubeconfig) ?? Usual();
        try
        {
            return await KubeconfigCluster.OpenAsync(path, line.GetValue(_context), cancellationToken);
        }
        catch (KubernetesBackendException wrong)
        {
            problems.Add(wrong.Message);
            return null;
        }
    }

    private static string Usual() =>
        Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator).FirstOrDefault(path => path.Length > 0)
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
}
