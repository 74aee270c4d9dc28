using System.CommandLine;
using EksIamCdk.Access.Snapshots;

namespace EksIamCdk.Cli.States;

/// <summary>The cluster that a question is about, wherever it is: the same options for every command that only reads.</summary>
internal sealed class StateOptions
{
    private readonly Option<string?> _from = new("--from")
    {
        Description = "A folder that eksiam save wrote",
        HelpName = "DIR",
    };

    public void AddTo(Command command) => command.Add(_from);

    /// <returns>Null, and at least one problem, when there is no state to ask.</returns>
    public async Task<ClusterState?> ReadAsync(ParseResult line, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (line.GetValue(_from) is not { } folder)
        {
            problems.Add("which cluster? Give --from DIR");
            return null;
        }

        return await SavedState.ReadAsync(folder, problems, cancellationToken) is { } documents ? documents.ToState(problems) : null;
    }
}
