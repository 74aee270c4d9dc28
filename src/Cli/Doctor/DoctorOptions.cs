using System.CommandLine;
using EksIamCdk.Access.Diagnosis;
using EksIamCdk.Access.Snapshots;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;

namespace EksIamCdk.Cli.Doctor;

/// <summary>What all guides have in common: the cluster, the output, and how an examination ends.</summary>
internal sealed class DoctorOptions
{
    private readonly StateOptions _state = new();
    private readonly Option<string> _output = new("--output", "-o") { Description = "table (for people) or json", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };

    public DoctorOptions() => _output.AcceptOnlyFromAmong("table", "json");

    public void AddTo(Command command)
    {
        _state.AddTo(command);
        command.Add(_output);
    }

    /// <param name="line">The command line.</param>
    /// <param name="problems">What is wrong with its arguments so far; the cluster is not read then.</param>
    /// <param name="ns">The namespace whose pods belong to the question; null: none.</param>
    /// <param name="examine">Follows the chain.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<int> RunAsync(
        ParseResult line, ICollection<string> problems, string? ns, Func<ClusterState, LiveFindings, Examination> examine, CancellationToken cancellationToken)
    {
        if (problems.Count > 0) return Complain.At(line.CommandResult.Command, problems);
        if (await _state.ReadAsync(line, problems, cancellationToken) is not { } state) return Complain.About(problems);
        var examination = examine(state, LiveFindings.None);
        if (line.GetValue(_output) == "json")
            JsonOutput.Write(ExaminationJson.Of(examination));
        else
            ExaminationText.Write(Terminal.Open(), examination);
        return examination.BrokenLink is not null ? ExitCode.Negative : examination.AllHold ? ExitCode.Done : ExitCode.BadInput;
    }
}
