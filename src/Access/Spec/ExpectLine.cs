using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Spec;

/// <summary>One question of <c>kubectl auth can-i</c>.</summary>
/// <param name="Written">As it is written.</param>
/// <param name="Request">What it asks.</param>
public sealed record ExpectLine(Word Written, AccessRequest Request);
