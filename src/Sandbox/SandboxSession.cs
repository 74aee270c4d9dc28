using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Assemblies;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters.AccessEntries;
using EksIamCdk.Sandbox.Kubernetes;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox;

/// <summary>A cloud on one machine: CloudFormation, Lambda, the part of AWS that functions call, and a Kubernetes API server for each
/// cluster that a template names; in as many accounts and Regions as stacks name.</summary>
public sealed class SandboxSession : IAsyncDisposable
{
    private readonly SandboxServices _services;
    private readonly StackOperations _stacks;

    private SandboxSession(SandboxServices services) => (_services, _stacks) = (services, new StackOperations(services));

    /// <summary>Gives out credentials of any principal, to call the clusters with.</summary>
    public SandboxIdentity Identity => _services.Identity;

    /// <summary>Who may assume the roles that stacks have made, and what those may do.</summary>
    public SandboxIam Iam => new(_services);

    /// <summary>The clusters that were called so far.</summary>
    public IEnumerable<RegionalName> Clusters => _services.Clusters.Names;

    /// <summary>The instances of the stack sets that are there, by the name of the set.</summary>
    public IReadOnlyList<(string StackSet, StackInstance Instance)> StackInstances =>
        [.. _services.StackSets.All.SelectMany(set => set.Instances.Select(instance => (set.Key.Name, instance)))];

    /// <summary>What AWS_ENDPOINT_URL is for functions, and for tools where the sandbox is served.</summary>
    public string AwsEndpointUrl => _services.AwsEndpointUrl;

    /// <exception cref="KubernetesBackendException">The Kubernetes side cannot keep state, and a folder was given for it.</exception>
    public static async Task<SandboxSession> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { StateFolder: not null, Kubernetes.KeepsState: false })
        {
            throw new KubernetesBackendException(
                "This Kubernetes side starts empty each time, so a state folder is of no use: take the embedded one, or leave the folder out.");
        }
        return new SandboxSession(await SandboxServices.StartAsync(options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Where the sandbox is served: ends, with its exception, when an operation on a stack ended as none should.</summary>
    public Task ServingFailed => _services.CloudFormation?.Failed ?? Task.CompletedTask;

    /// <summary>A stack or cluster of that name in the session's own account and Region.</summary>
    public RegionalName Here(string name) => new(_services.Options.AccountId, _services.Options.Region, name);

    /// <summary>How a cluster lets principals in, at this moment.</summary>
    public AuthenticationMode ModeOf(RegionalName cluster) => _services.Cloud.ModeOf(cluster);

    /// <summary>Creates the stack, or updates it when it is there.</summary>
    public async Task<SandboxResult> DeployAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await _stacks.DeployAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deploys the stacks of a CDK assembly in the order of their dependencies, until one fails.</summary>
    /// <returns>One result for each stack that was come to.</returns>
    public async Task<IReadOnlyList<SandboxResult>> DeployAppAsync(DeployAppRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await new AppDeployment(_stacks).RunAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a stack; without a name all of them, the newest first, until one cannot be deleted. Instances of a stack set go
    /// with it.</summary>
    /// <returns>The result of the last, with the events of all.</returns>
    public async Task<SandboxResult> DestroyAsync(string? stackName, Action<StackEvent> onEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onEvent);
        var stacks = _services.Cloud.Stacks.Reverse()
            .Where(stack => stackName is null ? stack.StackSetId is null : stack.Name == stackName).ToList();
        if (stacks.Count == 0)
        {
            var problems = new ProblemList();
            problems.Add("stack", stackName ?? "", "the name of a stack that is deployed in this sandbox; there is none of that name");
            return new SandboxResult { Outcome = SandboxOutcome.BadInput, StackName = stackName ?? "", Problems = problems };
        }
        List<StackEvent> events = [];
        SandboxResult? result = null;
        foreach (var stack in stacks)
        {
            result = await _stacks.DeleteAsync(stack, onEvent, cancellationToken).ConfigureAwait(false);
            events.AddRange(result.Events);
            if (result.Outcome != SandboxOutcome.Done)
                break;
        }
        return result! with { Events = events };
    }

    /// <summary>What is in the clusters that were called so far.</summary>
    public async Task<IReadOnlyList<ClusterView>> ShowAsync(CancellationToken cancellationToken)
    {
        List<ClusterView> views = [];
        var clusters = Clusters.ToList();
        foreach (var key in clusters)
        {
            var all = await ObjectsAsync(key, cancellationToken).ConfigureAwait(false);
            var awsAuth = await (await _services.Clusters.GetAsync(key, cancellationToken).ConfigureAwait(false))
                .Admin.GetAsync(ObjectAddress.AwsAuth.Path, cancellationToken).ConfigureAwait(false);
            views.Add(
                new ClusterView(
                    key,
                    awsAuth,
                    [.. all.Where(live => live["metadata"]?["annotations"]?[ObjectAnnotations.Owner] is not null)],
                    _services.Cloud.PeopleOf(_services.Entries.Of(key)),
                    clusters.Count(other => other.Name == key.Name) == 1 ? key.Name : key.ToString()));
        }
        return views;
    }

    /// <summary>Every object of a cluster, of the kinds that the project knows.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync(RegionalName cluster, CancellationToken cancellationToken) =>
        await (await _services.Clusters.GetAsync(cluster, cancellationToken).ConfigureAwait(false)).Admin.ListAsync(cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The access entries of a cluster, whoever made them: each as DescribeAccessEntry gives it, with its <c>accessPolicies</c>.</summary>
    public IReadOnlyList<JsonObject> AccessEntriesOf(RegionalName cluster) => [.. _services.Entries.Of(cluster).Select(EntryProperties.Whole)];

    /// <summary>The API server of a cluster; it is started when it does not run.</summary>
    public async Task<IKubernetesBackend> BackendAsync(RegionalName cluster, CancellationToken cancellationToken) =>
        (await _services.Clusters.GetAsync(cluster, cancellationToken).ConfigureAwait(false)).Backend;

    /// <summary>Reads EKS tokens for a cluster: who the caller is, by access entries and aws-auth.</summary>
    public TokenAuthenticator AuthenticatorOf(RegionalName cluster) => _services.Access.Of(cluster);

    public async ValueTask DisposeAsync() => await _services.DisposeAsync().ConfigureAwait(false);
}
