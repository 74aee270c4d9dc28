using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters.AccessEntries;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>Who a caller is in a cluster, as EKS decides it: by the access entries first, then by aws-auth.</summary>
internal sealed class ClusterAccess(
    SandboxIdentity identity, ICloudView cloud, AccessEntryStore entries, Func<RegionalName, CancellationToken, Task<SandboxCluster>> clusters, Notes notes)
{
    private readonly AccessPolicyBindings _bindings = new();

    /// <summary>Reads the tokens of one cluster.</summary>
    public TokenAuthenticator Of(RegionalName cluster) =>
        (token, cancellationToken) => AuthenticateAsync(token, cluster, cancellationToken);

    private async Task<KubernetesUser?> AuthenticateAsync(string token, RegionalName key, CancellationToken cancellationToken)
    {
        if (identity.Verify(token, key.Name) is not { } caller)
            return null;
        var uid = $"aws-iam-authenticator:{caller.Arn.Split(':')[4]}:{caller.AccessKeyId}";
        var cluster = await clusters(key, cancellationToken).ConfigureAwait(false);
        var mode = cloud.ModeOf(key);
        if (mode != AuthenticationMode.ConfigMap && entries.InForce(key, caller.Arn) is { } entry)
        {
            EntryPolicy[] policies = [.. entry.Policies];
            if (cloud.ClusterResource(key) is null && cloud.ActedForFunction(caller.Arn))
                await TakeForGrantedAsync(cluster, policies, cancellationToken).ConfigureAwait(false);
            await _bindings.EnsureAsync(cluster, policies, cancellationToken).ConfigureAwait(false);
            return new KubernetesUser(entry.UsernameOf(caller), uid, [.. entry.Groups, .. policies.Select(policy => policy.Group)]);
        }
        var data = mode == AuthenticationMode.Api ? new Dictionary<string, string>() : await cluster.AwsAuthAsync(cancellationToken).ConfigureAwait(false);
        var resolution = Authenticator.Resolve(
            data, new Caller { Arn = caller.Arn, SessionName = CallerArn.SessionName(caller.Arn), AccessKeyId = caller.AccessKeyId });
        if (resolution is Resolution.Mapped mapped)
            return new KubernetesUser(mapped.Username, uid, mapped.Groups);
        if (!cloud.CountsAsCreator(caller.Arn))
            return null;
        notes.Add($"{CallerArn.Principal(caller.Arn)} has no access entry in the template and no entry in aws-auth: "
            + $"the sandbox takes it for the creator of cluster {key.Name} (system:masters).");
        return new KubernetesUser("kubernetes-admin", uid, ["system:masters"]);
    }

    /// <summary>A function that is let into one namespace of a cluster that exists already cannot make it: it is there.</summary>
    private async Task TakeForGrantedAsync(SandboxCluster cluster, IReadOnlyList<EntryPolicy> policies, CancellationToken cancellationToken)
    {
        var names = policies.Select(policy => policy.Namespace).OfType<string>().Where(name => !name.Contains('*', StringComparison.Ordinal));
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (await cluster.Admin.EnsureNamespaceAsync(name, cancellationToken).ConfigureAwait(false))
                notes.Add($"A function is let into the namespace {name} of cluster {cluster.Key.Name}: the sandbox takes it to be there already.");
        }
    }
}

/// <summary>What the stacks of the sandbox say about access.</summary>
internal interface ICloudView
{
    /// <summary>The cluster as a stack has made it; null when none has.</summary>
    ResourceRecord? ClusterResource(RegionalName cluster);

    /// <summary>How a cluster reads who may enter.
    /// <see href="https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html#authentication-modes"/></summary>
    AuthenticationMode ModeOf(RegionalName cluster);

    /// <exception cref="AwsErrorException">The cluster reads aws-auth only.</exception>
    void RequireAccessEntries(RegionalName cluster)
    {
        if (ModeOf(cluster) == AuthenticationMode.ConfigMap)
            throw new AwsErrorException(
                "InvalidRequestException",
                "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.");
    }

    /// <summary>Whether this is the role of a function (or one that it assumed) that nothing is meant to let in: then it must be the
    /// principal that made the cluster.</summary>
    bool CountsAsCreator(string callerArn);

    /// <summary>These credentials were given to a function, or to a role that it assumed.</summary>
    void ActsForFunction(string callerArn);

    /// <summary>Whether these credentials were given to a function, or to a role that it assumed.</summary>
    bool ActedForFunction(string callerArn);
}

/// <summary>Remarks of the sandbox on what it made up or took for granted; each is made once.</summary>
internal sealed class Notes
{
    private readonly Lock _lock = new();
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
                return [.. _notes];
        }
    }

    public void Add(string note)
    {
        lock (_lock)
        {
            if (!_notes.Contains(note, StringComparer.Ordinal))
                _notes.Add(note);
        }
    }
}
