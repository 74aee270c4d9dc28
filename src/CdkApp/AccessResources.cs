using System.Diagnostics;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.ArgoCd;
using EksIamCdk.Constructs.Automation;
using EksIamCdk.Constructs.Namespaces;
using EksIamCdk.Constructs.Workloads;
using NodeKind = EksIamCdk.Constructs.Access.NodeKind;
using Spec = EksIamCdk.Access.Spec;
using WorkloadIdentityKind = EksIamCdk.Constructs.Workloads.WorkloadIdentityKind;

namespace EksIamCdk.CdkApp;

/// <summary>
/// What a spec says, as resources: namespaces, then what lives in them; roles, then their bindings; principals last, so that nobody is let
/// in before what he may do is there. Ids are made of names and never of places in the file, so that moving lines changes nothing.
/// </summary>
internal sealed class AccessResources
{
    private readonly Stack _stack;
    private readonly IMappingProvider _provider;
    private readonly Roles _roles;
    private readonly bool _isNew;

    private AccessResources(Stack stack, IMappingProvider provider, AccessSpec spec, bool isNew, IReadOnlyList<AccessItem> teams)
    {
        (_stack, _provider, _isNew) = (stack, provider, isNew);
        InGroup("Namespaces", spec.Namespaces, Namespace);
        Unlisted(spec);
        _roles = new Roles(stack, provider, spec.Roles);
        var principals = DeclareTeams(stack, teams);
        InGroup("Nodes", spec.Nodes, Node);
        InGroup("Workloads", spec.Workloads, Workload);
        InGroup("Automation", spec.Automation, Automation);
        if (spec.ArgoCd is { } argocd) ArgoCd(argocd, principals);
    }

    /// <summary>Declares everything in a stack, directly: ids in a fleet are those of the access stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="provider">The provider of the cluster.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="isNew">Whether the cluster is one that this app makes.</param>
    /// <param name="teams">The items of <c>access</c> that are not in another stack; null for all.</param>
    public static AccessResources Declare(
        Stack stack, IMappingProvider provider, AccessSpec spec, bool isNew, IReadOnlyList<AccessItem>? teams = null) =>
        new(stack, provider, spec, isNew, teams ?? spec.Access);

    /// <summary>Declares items of <c>access</c> in a stack.</summary>
    /// <returns>Where their principals are.</returns>
    public Construct DeclareTeams(Stack stack, IReadOnlyList<AccessItem> teams)
    {
        var accesses = new Construct(stack, "Access");
        // Principals are declared apart from what they may do: one that goes to another access keeps its ids.
        var principals = new Construct(stack, "Principals");
        foreach (var item in teams) Team(accesses, principals, item);
        return principals;
    }

    // A new cluster has none but what this app makes; any other has them already, of which the template only tells.
    private void Unlisted(AccessSpec spec)
    {
        var names = spec.UnlistedNamespaces;
        if (names.Count == 0) return;
        if (!_isNew)
        {
            ExistingNamespaces.Tell(_stack, _provider.Cluster, names);
            return;
        }

        var scope = new Construct(_stack, "UnlistedNamespaces");
        foreach (var name in names) _ = new TeamNamespace(scope, name, new() { Provider = _provider, Name = name });
    }

    private void InGroup<T>(string id, IReadOnlyCollection<T> items, Action<Construct, T> declare)
    {
        if (items.Count == 0) return;
        var group = new Construct(_stack, id);
        foreach (var item in items) declare(group, item);
    }

    private void Namespace(Construct scope, NamespaceSpec item) => _ = new TeamNamespace(scope, item.Name.Text, new()
    {
        Provider = _provider,
        Name = item.Name.Text,
        PodSecurity = item.PodSecurity switch
        {
            null => null,
            PodSecurity.Privileged => PodSecurityLevel.Privileged,
            PodSecurity.Baseline => PodSecurityLevel.Baseline,
            PodSecurity.Restricted => PodSecurityLevel.Restricted,
            _ => throw new UnreachableException(),
        },
        Quota = Quantities(item.Quota),
        DefaultLimit = Quantities(item.Limits?.Default),
        DefaultRequest = Quantities(item.Limits?.DefaultRequest),
        Network = item.Network switch
        {
            null or NetworkDefault.Open => NetworkDefaults.Open,
            NetworkDefault.DenyIngress => NetworkDefaults.DenyIngress,
            NetworkDefault.DenyAll => NetworkDefaults.DenyAll,
            _ => throw new UnreachableException(),
        },
    });

    private void Team(Construct scope, Construct principals, AccessItem item) => _ = new TeamAccess(scope, item.Name.Text, new()
    {
        Provider = _provider,
        Name = item.Name.Text,
        Principals = [.. item.Principals.Select(principal => Principals.Of(principal, item.Via, _provider.Cluster))],
        Via = Way(item.Via),
        Username = item.Username?.Text,
        Groups = Texts(item.Groups),
        Grants = [.. item.Grant.Select(_roles.Grant)],
        Expect = Expectation(item.Expect),
        PrincipalsIn = principals,
    });

    private void Node(Construct scope, NodeSpec node)
    {
        var arn = node.Role.Value;
        _ = new NodeMapping(scope, $"{arn.AccountId}-{arn.Name}", new()
        {
            Provider = _provider,
            RoleArn = Principals.Written(arn, node.Via, _provider.Cluster),
            Via = Way(node.Via),
            Kind = node.Kind switch
            {
                Spec.NodeKind.Linux => NodeKind.Linux,
                Spec.NodeKind.Windows => NodeKind.Windows,
                Spec.NodeKind.Fargate => NodeKind.Fargate,
                Spec.NodeKind.Hybrid => NodeKind.Hybrid,
                _ => throw new UnreachableException(),
            },
        });
    }

    private void Workload(Construct scope, WorkloadSpec item)
    {
        // No namespace has a dot in its name, so that no two make one id.
        var workload = new WorkloadIdentity(scope, $"{item.Namespace}.{item.ServiceAccount}", new()
        {
            Provider = _provider,
            Namespace = item.Namespace.Text,
            ServiceAccount = item.ServiceAccount.Text,
            Identity = item.Identity switch
            {
                Spec.WorkloadIdentityKind.Irsa => WorkloadIdentityKind.Irsa,
                Spec.WorkloadIdentityKind.PodIdentity => WorkloadIdentityKind.PodIdentity,
                _ => throw new UnreachableException(),
            },
            RoleArn = item.Role?.Value.Full,
            Statements = item.CreateRole?.Statements
                .Select(one => new WorkloadStatement { Actions = Texts(one.Actions), Resources = Texts(one.Resources) }).ToArray(),
            ManagedPolicyArns = item.CreateRole is { } role ? Texts(role.ManagedPolicies) : null,
        });
        Output(workload, $"The role of the pods of {item.Written}", workload.RoleArn);
    }

    private void Automation(Construct scope, AutomationSpec item)
    {
        var automation = new AutomationAccess(scope, item.Name.Text, new()
        {
            Provider = _provider,
            Name = item.Name.Text,
            GitHub = item.Github is { } github
                ? new()
                {
                    Repository = github.Repository.Text,
                    Refs = Texts(github.Refs),
                    Environments = Texts(github.Environments),
                    ProviderExists = github.Provider == OidcProvider.Existing,
                }
                : null,
            GitLab = item.Gitlab is { } gitlab
                ? new()
                {
                    Url = gitlab.Url.Text,
                    Project = gitlab.Project.Text,
                    Branches = Texts(gitlab.Branches),
                    ProviderExists = gitlab.Provider == OidcProvider.Existing,
                }
                : null,
            AssumedBy = item.AssumedBy is { } trust ? Principals.Trust(trust) : null,
            Via = Way(item.Via),
            Username = item.Username?.Text,
            Groups = Texts(item.Groups),
            Grants = [.. item.Grant.Select(_roles.Grant)],
            Expect = Expectation(item.Expect),
        });
        Output(automation, $"The role that {item.Name} assumes", automation.RoleArn);
    }

    private void ArgoCd(ArgoCdSpec argocd, Construct principals) => _ = new ArgoCdTarget(_stack, "ArgoCd", new()
    {
        Provider = _provider,
        ControllerRoleArns =
            [.. argocd.ControllerRoles.Select(role => Principals.Written(role.Value, Spec.Via.Auto, _provider.Cluster))],
        RegisterIn = argocd.RegisterIn is { } registry
            ? ArgoCdRegistry.Of(
                ClusterTarget.FromAttributes(new()
                {
                    Name = registry.Cluster.Text,
                    Arn = registry.Arn?.Text,
                    Region = registry.Region?.Text,
                    AccessRoleArn = registry.AccessRoleArn?.Value.Full,
                    ExternalId = registry.ExternalId?.Text,
                }),
                registry.Namespace.Text)
            : null,
        PrincipalsIn = principals,
    });

    private static MappingVia Way(Via via) => via switch
    {
        Via.Auto => MappingVia.Auto,
        Via.AwsAuth => MappingVia.AwsAuth,
        Via.AccessEntry => MappingVia.AccessEntry,
        Via.Both => MappingVia.Both,
        _ => throw new UnreachableException(),
    };

    private static TeamExpectation? Expectation(ExpectSpec? expect) =>
        expect is null ? null : new() { Allowed = Lines(expect.Allowed), Denied = Lines(expect.Denied) };

    private static void Output(Construct scope, string description, string roleArn) =>
        _ = new CfnOutput(scope, "RoleArn", new CfnOutputProps { Description = description, Value = roleArn });

    private static Dictionary<string, string>? Quantities(IReadOnlyList<Amount>? amounts) =>
        amounts?.ToDictionary(amount => amount.Resource, amount => amount.Written.Text);

    private static string[] Lines(IReadOnlyList<ExpectLine> lines) => [.. lines.Select(line => line.Written.Text)];

    private static string[] Texts(IReadOnlyList<Word> words) => [.. words.Select(word => word.Text)];
}
