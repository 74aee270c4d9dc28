namespace EksIamCdk.Inspection.Linting;

/// <summary>How bad a finding is, the least first.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing; may well be meant.</summary>
    Note,

    /// <summary>It does not do what it seems to, or gives more than is safe.</summary>
    Warning,

    /// <summary>Somebody or something has no access that should have it, or anybody may take it.</summary>
    Error,
}
