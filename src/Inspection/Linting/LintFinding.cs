namespace EksIamCdk.Inspection.Linting;

/// <summary>Something that is wrong, or may be.</summary>
/// <param name="Rule">What kind of finding it is.</param>
/// <param name="Place">Where.</param>
/// <param name="Message">What is the matter, a sentence without a full stop.</param>
/// <param name="Remedy">What to do, a sentence without a full stop.</param>
public sealed record LintFinding(LintRule Rule, LintPlace Place, string Message, string Remedy);
