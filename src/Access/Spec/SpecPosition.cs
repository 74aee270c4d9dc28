namespace EksIamCdk.Access.Spec;

/// <summary>A place in a spec file; both numbers start at 1.</summary>
public readonly record struct SpecPosition(int Line, int Column);
