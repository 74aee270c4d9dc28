namespace EksIamCdk.Access.Spec;

/// <summary>What came of reading a spec.</summary>
/// <param name="Spec">Null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, in the order of its place.</param>
/// <param name="Notes">What is worth knowing, in the order of its place.</param>
public sealed record SpecReading(AccessSpec? Spec, IReadOnlyList<SpecMessage> Problems, IReadOnlyList<SpecMessage> Notes);
