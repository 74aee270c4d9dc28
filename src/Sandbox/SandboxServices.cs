using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Clusters.AccessEntries;
using EksIamCdk.Sandbox.Iam;
using EksIamCdk.Sandbox.Lambda;
using EksIamCdk.Sandbox.Serve.CloudFormation;
using EksIamCdk.Sandbox.Serve.Ecr;
using EksIamCdk.Sandbox.Serve.S3;
using EksIamCdk.Sandbox.Serve.Ssm;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox;

/// <summary>The services of a sandbox, running, and what they know in common.</summary>
internal sealed class SandboxServices : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("eksiam-");
    private readonly TakenNames _names = new();
    private readonly SemaphoreSlim _saving = new(1);
    private AwsEndpoint? _aws;
    private FunctionService? _functions;

    private SandboxServices(SandboxOptions options)
    {
        Options = options;
        Modes = new ClusterModes(options.ClusterUpdatesTake, options.Time);
        Cloud = new Cloud(Modes, options.AuthenticationMode);
        Identity = new SandboxIdentity(options.Time);
        Clusters = new ClusterRegistry(
            options.Kubernetes,
            key => (token, cancellationToken) => Access!.Of(key)(token, cancellationToken),
            options.StateFolder,
            options.AwsAuth);
        StackSets = new StackSetService(this);
        Buckets = new BucketStore(
            options.StateFolder is { } folder ? new BucketFolder(Path.Combine(folder, "buckets")) : null, options.Time);
        Iam = new IamDirectory(Cloud);
        Tokens = new WebIdentityTokens(options.Time);
        Web = new WebIdentity(Tokens, Iam);
        Principals = new IamPrincipals(options.Time);
        Entries = new AccessEntryStore(Principals, options.Time, options.AccessEntryDelay);
        Access = new ClusterAccess(Identity, Cloud, Entries, Clusters.GetAsync, Notes);
        Existing = new ExistingNamespaces(Clusters, Cloud, Notes);
    }

    public SandboxOptions Options { get; }

    public ClusterModes Modes { get; }

    public Cloud Cloud { get; }

    public Notes Notes { get; } = new();

    public SandboxIdentity Identity { get; }

    public ClusterRegistry Clusters { get; }

    public ClusterAccess Access { get; }

    public AccessEntryStore Entries { get; }

    public IamPrincipals Principals { get; }

    public ExistingNamespaces Existing { get; }

    public IamDirectory Iam { get; }

    public WebIdentityTokens Tokens { get; }

    public WebIdentity Web { get; }

    public StackSetService StackSets { get; }

    public BucketStore Buckets { get; }

    /// <summary>Its API, where the sandbox is served.</summary>
    public CloudFormationService? CloudFormation { get; private set; }

    public ResponseSink Sink { get; private set; } = null!;

    /// <summary>What AWS_ENDPOINT_URL is for functions.</summary>
    public string AwsEndpointUrl => _aws!.Url;

    public static async Task<SandboxServices> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var services = new SandboxServices(options);
        try
        {
            await services.StartAsync(cancellationToken).ConfigureAwait(false);
            return services;
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>An object of S3, by bucket and key; null when there is none.</summary>
    public Stream? OpenObject(string bucket, string key) => Buckets.Open(bucket, key) ?? Options.Objects(bucket, key);

    /// <summary>For one operation on one stack.</summary>
    /// <param name="faults">What befalls functions, by the logical id of the resource that they work on.</param>
    public LambdaTransport NewTransport(IReadOnlyDictionary<string, FunctionFault> faults) => new(
        _functions!,
        Sink,
        Cloud.Function,
        (json, request, token) => EndpointRewriting.RewriteAsync(json, request, Clusters, token),
        faults,
        Options.Time,
        _stop.Token);

    /// <summary>For one operation on one stack.</summary>
    public StackEngine NewEngine(LambdaTransport transport, EventLog log) => new(
        new StackSetResources(
            new BucketResources(
                new ClusterResources(
                    new AccessEntryResources(new PrincipalResources(new NativeResources(_names), Principals), Entries, Cloud, Clusters), Clusters, Modes, Entries),
                Buckets),
            StackSets,
            new StackSetTemplates(this)),
        new CustomResources(transport, Options.Time),
        Cloud,
        log);

    /// <summary>Keeps stacks and clusters, where a folder is given for it.</summary>
    public async Task SaveAsync()
    {
        if (Options.StateFolder is not { } folder)
            return;
        // What happened is kept, also when the run was cancelled.
        await _saving.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var state = new KeptState
            {
                Stacks = [.. Cloud.Stacks.Select(KeptStack.Of)],
                DeletedClusters = [.. Clusters.Deleted],
                AuthenticationModes = Modes.Kept,
                StackSets = [.. StackSets.All.Select(KeptStackSet.Of)],
                AccessEntries = Entries.All,
                Principals = [.. Principals.Known],
            };
            await new StateFolder(folder).SaveAsync(state, CancellationToken.None).ConfigureAwait(false);
            await Clusters.SaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (CloudFormation is not null)
            await CloudFormation.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_functions is not null)
            await _functions.DisposeAsync().ConfigureAwait(false);
        if (Sink is not null)
            await Sink.DisposeAsync().ConfigureAwait(false);
        if (_aws is not null)
            await _aws.DisposeAsync().ConfigureAwait(false);
        await Clusters.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _saving.Dispose();
        _scratch.Delete(recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Options.StateFolder is { } folder)
        {
            var kept = await new StateFolder(folder).LoadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var stack in kept.Stacks.Select(stack => stack.ToStack()))
            {
                Cloud.Put(stack);
                NativeResources.Restore(_names, stack);
            }
            foreach (var set in kept.StackSets)
                set.AddTo(StackSets);
            Clusters.Restore(kept.DeletedClusters);
            Modes.Restore(kept.AuthenticationModes);
            Principals.Restore(kept.Principals);
            Entries.Restore(kept.AccessEntries);
        }
        Sink = await ResponseSink.StartAsync(cancellationToken).ConfigureAwait(false);
        Buckets.Load();
        List<IAwsService> services =
        [
            new StsService(Identity, Cloud, Iam, Web, rolesMustExist: Options.Serve is not null, Options.Time),
            new EksService(
                Clusters,
                Iam,
                [
                    .. new ClusterDescriptions(Clusters, Cloud, Modes).Operations, .. new ClusterUpdates(Cloud, Modes).Operations,
                    .. new AccessEntryOperations(Entries, Cloud).Operations, .. new PodIdentityOperations(Cloud).Operations,
                    .. new ClusterPartOperations(Cloud).Operations,
                ]),
            new IamService(Principals, Iam, Options.Region),
        ];
        if (Options.Serve is not null)
        {
            Identity.AcceptTestCredentials(Options.AccountId);
            var store = new ParameterStore(Cloud, Options.Time);
            CloudFormation = new CloudFormationService(this, store);
            services.AddRange([CloudFormation, new S3Service(Buckets), new SsmService(store), new EcrService(Cloud)]);
        }
        _aws = await AwsEndpoint.StartAsync(Identity, services, Options.Serve?.Port ?? 0, cancellationToken).ConfigureAwait(false);
        _functions = new FunctionService(
            new FunctionServiceOptions
            {
                Delivery = Options.Delivery,
                Code = new FunctionCode(_scratch.FullName, OpenObject),
                Variables = VariablesOf,
                Destination = DestinationOf,
                Log = Options.Log,
            },
            Options.Time);
    }

    /// <summary>Lambda invokes it in the name of the function's role, and forgets the event when that may not.</summary>
    private DeployedFunction? DestinationOf(DeployedFunction function, string arn) =>
        Iam.RoleMay(function.RoleArn, "lambda:InvokeFunction", arn).IsAllowed ? Cloud.Function(arn) : null;

    private Dictionary<string, string> VariablesOf(DeployedFunction function)
    {
        var session = CallerArn.OfSession(function.RoleArn, function.Name);
        Cloud.ActsForFunction(session);
        var credentials = Identity.CredentialsFor(session);
        var region = function.Arn.Split(':') is [_, _, _, { Length: > 0 } own, ..] ? own : Options.Region;
        return new Dictionary<string, string>
        {
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken ?? "",
            ["AWS_ENDPOINT_URL"] = AwsEndpointUrl,
        };
    }
}
