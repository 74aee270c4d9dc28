using System.CommandLine;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>--kube</c>: what plays the API server.</summary>
internal static class KubeOption
{
    public static Option<string> Build() => new("--kube")
    {
        Description = "What plays the API server: embedded (in this process), envtest (a real kube-apiserver), or a kubeconfig file",
        HelpName = "embedded|envtest|KUBECONFIG",
        DefaultValueFactory = _ => "embedded",
    };

    public static KubernetesSide? Parse(string kube, ICollection<string> problems)
    {
        switch (kube)
        {
            case "embedded":
                return new KubernetesSide.Embedded(TimeProvider.System);
            case "envtest":
                return new KubernetesSide.Envtest(TimeProvider.System);
            case var path when File.Exists(path):
                return new KubernetesSide.Kubeconfig(path, TimeProvider.System);
            default:
                problems.Add($"--kube {kube}: is no file; expected embedded, envtest or the path of a kubeconfig file");
                return null;
        }
    }
}
