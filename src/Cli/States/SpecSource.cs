using EksIamCdk.Access.Spec;
using EksIamCdk.Cli.Input;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.States;

/// <summary>A cluster as a spec describes it, before it is deployed.</summary>
internal static class SpecSource
{
    /// <returns>Null, and each thing that is wrong with its line and column, when there is no state to ask.</returns>
    public static async Task<ClusterDocuments?> ReadAsync(string path, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (await TextInput.ReadAsync(path, problems, cancellationToken) is not { } text) return null;
        var reading = AccessSpec.Read(text);
        foreach (var problem in reading.Problems) problems.Add(problem.In(path));
        return reading.Spec is { } spec ? SpecState.Of(spec) : null;
    }
}
