namespace EksIamCdk.Access.Spec;

/// <summary>What the RBAC of a spec says to a request.</summary>
/// <param name="Allowed">Whether something allows it.</param>
/// <param name="Grant">The grant that does; null where it is none of this spec.</param>
/// <param name="Because">What allows it, in the words of an error; empty when nothing does.</param>
public sealed record ExpectedAccess(bool Allowed, GrantSpec? Grant, string Because);
