namespace EksIamCdk.Access.Rbac;

/// <summary>What RBAC says to a request.</summary>
/// <param name="Allowed">Whether something allows it; RBAC has no rules that deny.</param>
/// <param name="Reason">Which binding allows it, in the API server's words; empty when nothing does.</param>
/// <param name="Missing">Roles that bindings of this user name and that do not exist.</param>
public sealed record RbacDecision(bool Allowed, string Reason, IReadOnlyList<string> Missing);
