using EksIamCdk.Access.Spec;

namespace EksIamCdk.CdkApp;

/// <summary>A spec that was read without problems.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Spec">What it says.</param>
/// <param name="Notes">What is worth knowing, each with its place.</param>
public sealed record SpecFile(string Path, AccessSpec Spec, IReadOnlyList<SpecMessage> Notes)
{
    /// <param name="path">The file.</param>
    /// <param name="errors">Takes every problem, one a line.</param>
    /// <returns>Null when there are problems.</returns>
    public static SpecFile? Read(string path, TextWriter errors)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{path}: the spec cannot be read: {e.Message} Name another one with -c spec=FILE.");
            return null;
        }

        var reading = AccessSpec.Read(text);
        foreach (var problem in reading.Problems) errors.WriteLine(problem.In(path));
        return reading.Spec is { } spec ? new(path, spec, reading.Notes) : null;
    }
}
