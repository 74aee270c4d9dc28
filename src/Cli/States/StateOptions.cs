using System.CommandLine;
using EksIamCdk.Cli.Clusters;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.States;

/// <summary>The cluster that a question is about, wherever it is: the same options for every command that only reads.</summary>
/// <param name="whole">Also what nobody's rights hang on: add-ons, node groups, the OIDC providers of other issuers.</param>
/// <param name="takesSpec">Whether a spec may stand for the cluster; else <c>--spec</c> is the command's own.</param>
internal sealed class StateOptions(bool whole = false, bool takesSpec = true)
{
    private readonly Option<string?> _from = new("--from") { Description = "A folder that eksiam save wrote", HelpName = "DIR" };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "A live cluster of EKS, asked with AWS credentials: access entries, IAM and Kubernetes",
        HelpName = "NAME",
    };

    private readonly Option<string?> _region = new("--region") { Description = "The Region of --cluster; else AWS_REGION, or that of the profile", HelpName = "REGION" };

    private readonly Option<string?> _profile = new("--profile") { Description = "The AWS profile for --cluster; else what the AWS CLI takes", HelpName = "NAME" };

    private readonly Option<string?> _spec = new("--spec") { Description = "An access.yaml, before it is deployed: as if nothing else were in the cluster", HelpName = "FILE" };

    private readonly ClusterOptions _kubeconfig = new();

    public void AddTo(Command command)
    {
        _kubeconfig.AddTo(command);
        command.Add(_cluster);
        command.Add(_region);
        command.Add(_profile);
        command.Add(_from);
        if (takesSpec) command.Add(_spec);
    }

    /// <summary>Whether the state is at hand, so that asking it costs nothing: a folder or a spec that the line names.</summary>
    public bool IsLocal(ParseResult line) => line.GetValue(_from) is not null || line.GetValue(_spec) is not null;

    /// <summary>Whether a live cluster is asked for by its name in EKS.</summary>
    public bool IsEks(ParseResult line) => line.GetValue(_cluster) is not null;

    /// <summary>The folder of a saved state; null when another cluster is meant.</summary>
    public string? Folder(ParseResult line) => line.GetValue(_from);

    /// <summary>The spec; null when another cluster is meant.</summary>
    public string? Spec(ParseResult line) => line.GetValue(_spec);

    /// <summary>Reads it, and tells on standard error of each thing that could not be read.</summary>
    /// <returns>Null, and at least one problem, when there is no state to ask.</returns>
    public async Task<ClusterState?> ReadAsync(ParseResult line, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (await DocumentsAsync(line, problems, cancellationToken) is not { } documents || documents.ToState(problems) is not { } state) return null;
        foreach (var part in state.Unread) await Console.Error.WriteLineAsync($"eksiam: not read: {part}");
        return state;
    }

    /// <summary>The same as documents, to be kept.</summary>
    public async Task<ClusterDocuments?> DocumentsAsync(ParseResult line, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (!IsOne(line, problems)) return null;
        if (line.GetValue(_from) is { } folder) return await SavedState.ReadAsync(folder, problems, cancellationToken);
        if (line.GetValue(_spec) is { } spec) return await SpecSource.ReadAsync(spec, problems, cancellationToken);
        using var progress = new ReadingProgress(TimeProvider.System);
        if (line.GetValue(_cluster) is { } name)
            return await Eks(line, name).ReadAsync(progress.Tell, problems, cancellationToken);
        using var open = await _kubeconfig.OpenAsync(line, problems, cancellationToken);
        return open is null ? null : await KubeconfigSource.ReadAsync(open, progress.Tell, problems, cancellationToken);
    }

    /// <summary>The API server of a live cluster, as this user comes to it; not for a state that is at hand.</summary>
    /// <returns>Null, and at least one problem, when none can be asked.</returns>
    public async Task<LiveCluster?> ConnectAsync(ParseResult line, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (!IsOne(line, problems)) return null;
        if (line.GetValue(_cluster) is { } name) return await Eks(line, name).ConnectAsync(problems, cancellationToken);
        return await _kubeconfig.OpenAsync(line, problems, cancellationToken) is { } open ? new LiveCluster(open, open.Connection, null, "") : null;
    }

    private EksSource Eks(ParseResult line, string name) => new(name, line.GetValue(_region), line.GetValue(_profile), whole);

    private bool IsOne(ParseResult line, ICollection<string> problems)
    {
        var given = new (string Flag, bool Given)[]
        {
            ("--from", line.GetValue(_from) is not null), ("--cluster", line.GetValue(_cluster) is not null), ("--spec", line.GetValue(_spec) is not null),
            ("--kubeconfig", _kubeconfig.IsGiven(line)),
        }.Where(flag => flag.Given).Select(flag => flag.Flag).ToList();
        if (given.Count > 1) problems.Add($"{string.Join(" and ", given)}: which cluster is meant? Give one of them");
        foreach (var option in new[] { _region, _profile }.Where(option => line.GetValue(option) is not null && line.GetValue(_cluster) is null))
            problems.Add($"{option.Name}: it is for --cluster, which is missing");
        return problems.Count == 0;
    }
}
