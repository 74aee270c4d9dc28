namespace EksIamCdk.Access.Spec;

/// <summary>A problem or a note about one place of a spec.</summary>
public sealed record SpecMessage(SpecPosition At, string Text)
{
    /// <summary><c>access.yaml:LINE:COLUMN: text</c>.</summary>
    public string In(string file) => $"{file}:{At.Line}:{At.Column}: {Text}";
}
