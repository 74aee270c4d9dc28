using Constructs;
using EksIamCdk.Access.AccessEntries;

namespace EksIamCdk.Constructs.ArgoCd;

/// <summary>The Argo CD that a target is registered in: a namespace of another cluster.</summary>
public sealed class ArgoCdRegistry
{
    private const string DefaultNamespace = "argocd";

    private readonly Func<Construct, IMappingProvider, IMappingProvider> _provider;

    private ArgoCdRegistry(string? @namespace, Func<Construct, IMappingProvider, IMappingProvider> provider)
    {
        Namespace = @namespace ?? DefaultNamespace;
        _provider = provider;
    }

    internal string Namespace { get; }

    /// <summary>
    /// Of a cluster that the target's own provider is let into, to write in the namespace of Argo CD and nowhere else. Its role gets one access
    /// entry there: several targets of one provider share the result of <see cref="IMappingProvider.For"/> by <see cref="Through"/>.
    /// </summary>
    /// <param name="cluster">The cluster of Argo CD; one of another account by its <c>AccessRoleArn</c>.</param>
    /// <param name="namespace">Default: <c>argocd</c>.</param>
    public static ArgoCdRegistry Of(ClusterTarget cluster, string? @namespace = null) => new(
        @namespace,
        (scope, provider) => provider.For(
            scope, "Registry", cluster, EntryPolicy.InNamespaces(AccessPolicy.Edit, @namespace ?? DefaultNamespace)));

    /// <summary>Through a provider of the cluster of Argo CD.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="namespace">Default: <c>argocd</c>.</param>
    public static ArgoCdRegistry Through(IMappingProvider provider, string? @namespace = null) => new(@namespace, (_, _) => provider);

    internal IMappingProvider Provider(Construct scope, IMappingProvider ofTarget) => _provider(scope, ofTarget);
}
