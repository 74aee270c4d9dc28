using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.IAM;
using Constructs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Constructs.Functions;
using AccessPolicies = EksIamCdk.Access.AccessEntries.AccessPolicy;

namespace EksIamCdk.Constructs.Providers;

/// <summary>What every provider has: resources that wait for its way into the cluster, and one lookup of what nobody gave.</summary>
public abstract class ProviderBase : Construct, IMappingProvider
{
    private readonly List<IDependable> _before = [];
    private readonly ObjectOrder _order = new();
    private readonly ModeOrder _modeOrder = new();

    // The authenticator compares ARNs without regard to case.
    private readonly Dictionary<string, string> _principals = new(StringComparer.OrdinalIgnoreCase);

    // Where the function's role has an access entry, which it can have once in a cluster.
    private readonly HashSet<string> _entered;
    private WayIn? _wayIn;
    private EntryRights? _entryRights;
    private ClusterLookup? _lookup;

    private protected ProviderBase(Construct scope, string id, ClusterTarget cluster, ProviderBase? source = null)
        : base(scope, id)
    {
        Cluster = cluster;
        _entered = source?._entered ?? new(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public ClusterTarget Cluster { get; }

    /// <inheritdoc/>
    public abstract string ServiceToken { get; }

    /// <inheritdoc/>
    public string Endpoint => Cluster.Endpoint ?? Lookup.Endpoint;

    /// <inheritdoc/>
    public string CertificateAuthorityData => Cluster.CertificateAuthorityData ?? Lookup.CertificateAuthorityData;

    /// <inheritdoc/>
    public string OidcIssuer => Cluster.OidcIssuer ?? Lookup.OidcIssuer;

    /// <summary>The function's role, where it is this app's to change.</summary>
    internal abstract IRole? OwnRole { get; }

    /// <summary>The function for what takes minutes; null where there is but one function.</summary>
    internal abstract PatientFunction? Patient { get; }

    /// <summary>The ARN of the function's role, where it is known.</summary>
    internal abstract string? FunctionRoleArn { get; }

    private ClusterLookup Lookup => _lookup ??= new ClusterLookup(this, "Lookup", this);

    /// <summary>The policy of a way in about which nothing is said: null for the smallest that serves.</summary>
    internal abstract EntryPolicy? DefaultPolicy { get; }

    /// <summary>The only policy that may create RBAC objects.</summary>
    private protected static EntryPolicy Administration { get; } = EntryPolicy.ClusterWide(AccessPolicies.ClusterAdmin);

    /// <inheritdoc/>
    public IMappingProvider For(Construct scope, string id, ClusterTarget cluster, EntryPolicy? policy = null) =>
        new OtherClusterProvider(scope, id, this, cluster, policy ?? DefaultPolicy);

    CfnResource IMappingProvider.Resource(
        Construct scope, string type, IReadOnlyDictionary<string, object> properties, FunctionNeed need)
    {
        var resource = Resource(scope, type, ServiceToken, RequestTimes.Ordinary, properties);
        if (_before.Count > 0) resource.Node.AddDependency([.. _before]);
        _wayIn?.Need(need);
        if (need is FunctionNeed.AccessEntry entry && EntryRights() is { } rights) resource.Node.AddDependency(rights.For(entry));
        return resource;
    }

    CfnResource IMappingProvider.Mode(Construct scope, string type, IReadOnlyDictionary<string, object> properties, FunctionNeed need)
    {
        var resource = Resource(scope, type, Patient?.Arn ?? ServiceToken, RequestTimes.Patient, properties);
        // The way in is an access entry too: it may be the mode that has to be there first.
        var before = _before.Where(needed => needed != _wayIn?.Entry).ToList();
        if (Patient is { } patient) before.Add(patient.Answered);
        if (OwnRole is { } role && Cluster.AccessRoleArn is null)
        {
            before.Add(new Policy(scope, "Policy", new PolicyProps
            {
                Statements = [Allow(["eks:UpdateClusterConfig", "eks:DescribeUpdate"], Cluster.ArnIn(Stack.Of(this)))],
                Roles = [role],
            }));
        }

        if (before.Count > 0) resource.Node.AddDependency([.. before]);
        _wayIn?.Need(need);
        _modeOrder.Mode(resource, Cluster.AuthenticationMode, Node.Path);
        return resource;
    }

    void IMappingProvider.Order(CfnResource accessEntry) => _modeOrder.Entry(accessEntry);

    string? IMappingProvider.Claim(string principal, string construct) => _principals.TryAdd(principal, construct) ? null : _principals[principal];

    void IMappingProvider.Order(ObjectAddress address, IReadOnlyList<ObjectAddress> needs, CfnResource resource) =>
        _order.Add(address, needs, resource);

    /// <summary>Null where the role is not this app's to change, or where another one does it.</summary>
    private EntryRights? EntryRights() =>
        OwnRole is { } role && Cluster.AccessRoleArn is null ? _entryRights ??= new EntryRights(this, Cluster, role) : null;

    private protected void Before(IDependable needed) => _before.Add(needed);

    /// <summary>What the function does in the cluster besides its resources.</summary>
    private protected void Needs(FunctionNeed need) => _wayIn?.Need(need);

    /// <summary>Lets the function's role into the cluster, where a resource of this stack can.</summary>
    /// <param name="roleArn">The function's role.</param>
    /// <param name="policy">Null: the smallest that serves.</param>
    private protected void LetIn(string roleArn, EntryPolicy? policy)
    {
        if (Cluster.AccessRoleArn is not null)
        {
            // That role is the one to be let in, by whoever owns the cluster's account.
            return;
        }

        if (Cluster.AuthenticationMode == AuthenticationMode.CONFIG_MAP)
        {
            Annotations.Of(this).AddWarningV2(
                "eks-iam-cdk:function-role-in-aws-auth",
                "The cluster takes no access entries (CONFIG_MAP): map the role of the function in aws-auth by hand before the first deployment "
                + "of its resources, or move the cluster to API_AND_CONFIG_MAP.");
            return;
        }

        if (!_entered.Add($"{Cluster.Region}/{Cluster.Name}"))
        {
            var problems = new ConstructProblems(Node.Path);
            problems.Add("Cluster", Cluster.Name, "one provider of a function for each cluster, which all share: its role has one access entry there");
            problems.Throw();
        }

        _wayIn = new WayIn(this, Cluster, roleArn, policy);
        _before.Add(_wayIn.Entry);
        _modeOrder.Entry(_wayIn.Entry);
    }

    private CfnResource Resource(
        Construct scope, string type, string serviceToken, RequestTimes times, IReadOnlyDictionary<string, object> properties)
    {
        var all = new Dictionary<string, object>
        {
            ["ServiceToken"] = serviceToken,
            ["ServiceTimeout"] = times.ServiceTimeout,
            ["Cluster"] = Cluster.ToProperties(),
        };
        foreach (var (name, value) in properties) all[name] = value;
        return new(scope, "Resource", new CfnResourceProps { Type = type, Properties = all });
    }

    private protected static PolicyStatement Allow(string[] actions, params string[] resources) =>
        new(new PolicyStatementProps { Actions = actions, Resources = resources });

    /// <summary>Whether the function's role may look for the access entries of the cluster.</summary>
    private protected bool SeesAccessEntries => Cluster is { AccessRoleArn: null, AuthenticationMode: not AuthenticationMode.CONFIG_MAP };

    /// <summary>What lets the function find its cluster, or become the role that the cluster lets in.</summary>
    private protected PolicyStatement[] Enter()
    {
        if (Cluster.AccessRoleArn is { } accessRole) return [Allow(["sts:AssumeRole"], accessRole)];
        var stack = Stack.Of(this);
        var find = Allow(["eks:DescribeCluster"], Cluster.ArnIn(stack));
        // Before an entry of aws-auth goes, the access entry that takes over has to be in force.
        return !SeesAccessEntries
            ? [find]
            : [find, Allow(["eks:ListAccessEntries", "eks:DescribeAccessEntry"], Cluster.ArnIn(stack), Cluster.EntryArnsIn(stack))];
    }
}
