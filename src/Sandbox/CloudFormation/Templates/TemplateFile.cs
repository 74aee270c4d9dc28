using EksIamCdk.Access.Problems;

namespace EksIamCdk.Sandbox.CloudFormation.Templates;

/// <summary>A template as it lies on disk, or as text.</summary>
internal static class TemplateFile
{
    /// <returns>The template, or null when a problem was added.</returns>
    public static async Task<Template?> ReadAsync(string path, ProblemList problems, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            return Parse(text, Path.GetFileName(path), problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add("template", path, $"a file that can be read ({e.Message})");
            return null;
        }
    }

    /// <returns>The template, or null when a problem was added.</returns>
    public static Template? Parse(string text, string fileName, ProblemList problems) =>
        TemplateText.Parse(text, fileName, problems) is { } body ? new TemplateReader(problems).Read(body) : null;
}
