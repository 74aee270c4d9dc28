using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Kubernetes;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox;

/// <summary>A cloud on one machine: CloudFormation, Lambda, the part of AWS that functions call, and a Kubernetes API server for each
/// cluster that a template names.</summary>
public sealed class SandboxSession : IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly Cloud _cloud = new();
    private readonly Notes _notes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("eksiam-");
    private readonly ClusterRegistry _clusters;
    private ResponseSink? _sink;
    private AwsEndpoint? _aws;
    private FunctionService? _functions;

    private SandboxSession(SandboxOptions options)
    {
        _options = options;
        Identity = new SandboxIdentity(options.Time);
        _clusters = new ClusterRegistry(options.Kubernetes, AuthenticatorOf, options.StateFolder, options.AwsAuth);
        Access = new ClusterAccess(Identity, _cloud, _clusters.GetAsync, _notes);
    }

    /// <summary>Gives out credentials of any principal, to call the clusters with.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>Names of the clusters that were called so far.</summary>
    public IEnumerable<string> ClusterNames => _clusters.Names;

    /// <summary>What AWS_ENDPOINT_URL is for functions.</summary>
    internal string AwsEndpointUrl => _aws!.Url;

    private ClusterAccess Access { get; }

    /// <exception cref="KubernetesBackendException">The Kubernetes side cannot keep state, and a folder was given for it.</exception>
    public static async Task<SandboxSession> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { StateFolder: not null, Kubernetes.KeepsState: false })
        {
            throw new KubernetesBackendException(
                "This Kubernetes side starts empty each time, so a state folder is of no use: take the embedded one, or leave the folder out.");
        }
        var session = new SandboxSession(options);
        try
        {
            await session.StartAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates the stack, or updates it when it is there.</summary>
    public async Task<SandboxResult> DeployAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problems = new ProblemList();
        var name = request.StackName ?? StackNames.FromFile(request.TemplatePath);
        StackNames.Check(name, problems);
        var template = await TemplateFile.ReadAsync(request.TemplatePath, problems, cancellationToken).ConfigureAwait(false);
        var existing = _cloud.Find(name) is { Status: not ("ROLLBACK_COMPLETE" or "DELETE_COMPLETE") } live ? live : null;
        StackNames.CheckStatus(existing, problems);
        var stack = existing ?? NewStack(name);
        var plan = template is null ? null : Planner.Plan(template, InputOf(request, template, stack), problems);
        TypeCheck.Check(existing, plan, problems);
        if (plan is null || problems.Count > 0)
        {
            return new SandboxResult
            {
                Outcome = SandboxOutcome.BadInput,
                StackName = name,
                StackStatus = existing?.Status ?? "",
                Problems = problems,
            };
        }

        foreach (var note in plan.Notes)
            _notes.Add(note);
        // A deployment that failed and is tried again has the same RequestIds.
        var before = _cloud.Find(name);
        stack.Operation = before is { Status: "ROLLBACK_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" }
            ? before.Operation
            : Guid.NewGuid().ToString("N");
        stack.TemplateFolder = Path.GetDirectoryName(Path.GetFullPath(request.TemplatePath));
        stack.Deploying = plan.Template.Body;
        _cloud.Put(stack);
        return await RunAsync(
            stack,
            request.OnEvent,
            engine => existing is null
                ? engine.CreateAsync(stack, plan, cancellationToken)
                : engine.UpdateAsync(stack, plan, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a stack; without a name all of them, the newest first, until one cannot be deleted.</summary>
    public async Task<SandboxResult> DestroyAsync(string? stackName, Action<StackEvent> onEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onEvent);
        var stacks = stackName is null ? _cloud.Stacks.Reverse().ToList() : _cloud.Stacks.Where(stack => stack.Name == stackName).ToList();
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
            result = await RunAsync(stack, onEvent, engine => engine.DeleteAsync(stack, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
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
        foreach (var name in _clusters.Names.ToList())
        {
            var all = await ObjectsAsync(name, cancellationToken).ConfigureAwait(false);
            var awsAuth = await (await _clusters.GetAsync(name, cancellationToken).ConfigureAwait(false))
                .Admin.GetAsync(ObjectAddress.AwsAuth.Path, cancellationToken).ConfigureAwait(false);
            views.Add(
                new ClusterView(
                    name, awsAuth, [.. all.Where(live => live["metadata"]?["annotations"]?[ObjectAnnotations.Owner] is not null)]));
        }
        return views;
    }

    /// <summary>Every object of a cluster, of the kinds that the project knows.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync(string clusterName, CancellationToken cancellationToken) =>
        await (await _clusters.GetAsync(clusterName, cancellationToken).ConfigureAwait(false)).Admin.ListAsync(cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The API server of a cluster; it is started when it does not run.</summary>
    public async Task<IKubernetesBackend> BackendAsync(string clusterName, CancellationToken cancellationToken) =>
        (await _clusters.GetAsync(clusterName, cancellationToken).ConfigureAwait(false)).Backend;

    /// <summary>Reads EKS tokens for a cluster: who the caller is, by access entries and aws-auth.</summary>
    public TokenAuthenticator AuthenticatorOf(string clusterName) =>
        (token, cancellationToken) => Access.Of(clusterName)(token, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_functions is not null)
            await _functions.DisposeAsync().ConfigureAwait(false);
        if (_sink is not null)
            await _sink.DisposeAsync().ConfigureAwait(false);
        if (_aws is not null)
            await _aws.DisposeAsync().ConfigureAwait(false);
        await _clusters.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _scratch.Delete(recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.StateFolder is { } folder)
        {
            var kept = await new StateFolder(folder).LoadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var stack in kept.Stacks)
                _cloud.Put(stack.ToStack());
            _clusters.Restore(kept.DeletedClusters);
        }
        _sink = await ResponseSink.StartAsync(cancellationToken).ConfigureAwait(false);
        _aws = await AwsEndpoint.StartAsync(Identity, _clusters, _cloud, _options.Time, cancellationToken).ConfigureAwait(false);
        var functions = new FunctionServiceOptions
        {
            Delivery = _options.Delivery,
            Scratch = _scratch.FullName,
            Variables = VariablesOf,
            Log = _options.Log,
        };
        _functions = new FunctionService(functions, _options.Time);
    }

    private async Task<SandboxResult> RunAsync(
        Stack stack, Action<StackEvent> onEvent, Func<StackEngine, Task> operation, CancellationToken cancellationToken)
    {
        var log = new EventLog(_options.Time, onEvent);
        var transport = new LambdaTransport(
            _functions!,
            _sink!,
            _cloud.Function,
            (json, token) => EndpointRewriting.RewriteAsync(json, _clusters, token),
            _options.Time,
            _stop.Token);
        var engine = new StackEngine(
            new ClusterResources(new NativeResources(), _clusters), new CustomResources(transport, _options.Time), log);
        var putsBefore = _sink!.Puts.Count;
        try
        {
            await operation(engine).ConfigureAwait(false);
            await transport.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            stack.Deploying = null;
            if (stack.Status == "DELETE_COMPLETE")
                _cloud.Remove(stack);
            await SaveAsync().ConfigureAwait(false);
        }
        return new SandboxResult
        {
            Outcome = OutcomeOf(stack.Status),
            StackName = stack.Name,
            StackStatus = stack.Status,
            Events = log.Events,
            Outputs = stack.Outputs,
            Notes = _notes.All,
            Violations = [.. _sink.Puts.Skip(putsBefore).Where(put => put.IsViolation).Select(
                put => $"{put.Status} {put.Verdict} ({put.Target.Split('?')[0]})")],
        };
    }

    private async Task SaveAsync()
    {
        if (_options.StateFolder is not { } folder)
            return;
        // What happened is kept, also when the run was cancelled.
        var state = new KeptState { Stacks = [.. _cloud.Stacks.Select(KeptStack.Of)], DeletedClusters = [.. _clusters.Deleted] };
        await new StateFolder(folder).SaveAsync(state, CancellationToken.None).ConfigureAwait(false);
        await _clusters.SaveAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private PlanInput InputOf(DeployRequest request, Template template, Stack stack)
    {
        var parameters = stack.Parameters.Where(before => template.Parameters.ContainsKey(before.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in request.Parameters)
            parameters[name] = value;
        return new PlanInput
        {
            Pseudo = stack.Pseudo,
            Parameters = parameters,
            Exports = _cloud.ExportsFor(stack.Name),
            FailAt = request.FailAt,
        };
    }

    private Stack NewStack(string name)
    {
        var (account, region) = (_options.AccountId, _options.Region);
        var id = $"arn:{PseudoParameters.PartitionOf(region)}:cloudformation:{region}:{account}:stack/{name}/{Guid.NewGuid():D}";
        return new Stack(new PseudoParameters(account, region, name, id)) { Created = _options.Time.GetUtcNow() };
    }

    private Dictionary<string, string> VariablesOf(DeployedFunction function)
    {
        var session = CallerArn.OfSession(function.RoleArn, function.Name);
        _cloud.ActsForFunction(session);
        var credentials = Identity.CredentialsFor(session);
        var region = function.Arn.Split(':') is [_, _, _, { Length: > 0 } own, ..] ? own : _options.Region;
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

    private static SandboxOutcome OutcomeOf(string status) => status switch
    {
        "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "DELETE_COMPLETE" => SandboxOutcome.Done,
        "ROLLBACK_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" => SandboxOutcome.RolledBack,
        _ => SandboxOutcome.RollbackFailed,
    };
}
