using System.CommandLine;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Snapshots;
using EksIamCdk.Inspection.Surveys;

namespace EksIamCdk.Cli.Doctor;

/// <summary>What all guides have in common: the cluster, the output, and how an examination ends.</summary>
internal sealed class DoctorOptions
{
    private readonly StateOptions _state = new(whole: true);
    private readonly OutputOption _output = new();

    public void AddTo(Command command)
    {
        _state.AddTo(command);
        _output.AddTo(command);
    }

    /// <param name="line">The command line.</param>
    /// <param name="problems">What is wrong with its arguments so far; the cluster is not read then.</param>
    /// <param name="ns">The namespace whose pods belong to the question; null: none.</param>
    /// <param name="examine">Follows the chain; null, and a problem, when it cannot be asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<int> RunAsync(
        ParseResult line, ICollection<string> problems, string? ns, Func<ClusterState, LiveFindings, Examination?> examine, CancellationToken cancellationToken)
    {
        if (problems.Count > 0) return Complain.At(line.CommandResult.Command, problems);
        var (state, live) = _state.IsLocal(line)
            ? (await _state.ReadAsync(line, problems, cancellationToken), LiveFindings.None)
            : await ReadLiveAsync(line, problems, ns, cancellationToken);
        if (state is null || examine(state, live) is not { } examination) return Complain.About(problems);
        _output.Write(line, () => ExaminationJson.Of(examination), console => ExaminationText.Write(console, examination));
        return examination.BrokenLink is not null ? ExitCode.Negative : examination.AllHold ? ExitCode.Done : ExitCode.BadInput;
    }

    private async Task<(ClusterState?, LiveFindings)> ReadLiveAsync(ParseResult line, ICollection<string> problems, string? ns, CancellationToken cancellationToken)
    {
        using var cluster = await _state.ConnectAsync(line, problems, cancellationToken);
        if (cluster is null) return (null, LiveFindings.None);
        var live = new LiveFindings
        {
            Caller = cluster.Caller,
            ApiServer = cluster.Connection is { } connection
                ? await LiveProbe.ApiServerAsync(connection, cluster.Caller ?? connection.Principal, cancellationToken)
                : new ApiServerFinding.NotReached(cluster.WhyNot),
        };
        if (live.ApiServer is ApiServerFinding.LetIn && ns is not null)
            live = live with { Pods = await LiveProbe.PodsAsync(cluster.Connection!, ns, cancellationToken) };

        // A kubeconfig that does not lead in tells nothing but that.
        return live.ApiServer is not ApiServerFinding.LetIn && !_state.IsEks(line)
            ? (KubeconfigSource.NameOnly(cluster.Connection!.Cluster.Name), live)
            : (await _state.ReadAsync(line, problems, cancellationToken), live);
    }
}
