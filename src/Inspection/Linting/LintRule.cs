namespace EksIamCdk.Inspection.Linting;

/// <summary>A kind of finding.</summary>
/// <param name="Code">Stable for ever: <c>EKSLINT</c> and three digits.</param>
/// <param name="Severity">Of each finding of it.</param>
/// <param name="Title">What is found, a sentence without a full stop.</param>
/// <param name="Why">Why it matters, sentences.</param>
/// <param name="Remedy">What to do, a sentence without a full stop; a finding may say it more exactly.</param>
public sealed record LintRule(string Code, LintSeverity Severity, string Title, string Why, string Remedy)
{
    internal LintFinding At(LintPlace place, string message, string? remedy = null) => new(this, place, message, remedy ?? Remedy);
}
