namespace EksIamCdk.Inspection.Explaining;

/// <summary>What authentication makes of a principal.</summary>
/// <param name="Principal">Who was asked for.</param>
/// <param name="Identity">Null when the cluster refuses it.</param>
/// <param name="WhyNot">Why it is refused, a sentence; empty when it is not.</param>
/// <param name="Notes">What has no effect for it, or is not known.</param>
public sealed record Authentication(Principal Principal, Identity? Identity, string WhyNot, IReadOnlyList<IdentityNote> Notes);
