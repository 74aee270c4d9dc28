namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>Where kube-apiserver and etcd are on this machine: the convention of envtest, then the cache of this project.</summary>
internal sealed record EnvtestAssets(string KubeApiServer, string Etcd)
{
    private const string Variable = "KUBEBUILDER_ASSETS";

    /// <exception cref="KubernetesBackendException">They are in neither place; the message holds the one line to run.</exception>
    public static EnvtestAssets Find() => Find(Environment.GetEnvironmentVariable);

    internal static EnvtestAssets Find(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } named)
        {
            return In(named) ?? throw new KubernetesBackendException(
                $"{Variable}={named} does not hold kube-apiserver and etcd. "
                + "Unset it and run tests/tools/kube-assets.sh, or point it to a folder that does.");
        }

        var cache = Path.Combine(CacheHome(environment), "eks-iam-cdk", "kube");
        return In(cache) ?? throw new KubernetesBackendException(
            $"kube-apiserver and etcd are not in {cache}, and {Variable} is not set. Run tests/tools/kube-assets.sh, which provides them.");
    }

    private static EnvtestAssets? In(string folder)
    {
        var assets = new EnvtestAssets(Path.Combine(folder, "kube-apiserver"), Path.Combine(folder, "etcd"));
        return File.Exists(assets.KubeApiServer) && File.Exists(assets.Etcd) ? assets : null;
    }

    private static string CacheHome(Func<string, string?> environment) =>
        environment("XDG_CACHE_HOME") is { Length: > 0 } home ? home : Path.Combine(environment("HOME") ?? "/", ".cache");
}
