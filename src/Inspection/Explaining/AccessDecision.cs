namespace EksIamCdk.Inspection.Explaining;

/// <summary>Whether somebody may do something.</summary>
/// <param name="Because">The one way that allows it; null when nothing does.</param>
/// <param name="Missing">Bindings of this identity to roles that do not exist.</param>
/// <param name="Doubts">Ways whose rules are not known here; empty when the answer is sure.</param>
public sealed record AccessDecision(AccessPath? Because, IReadOnlyList<AccessPath> Missing, IReadOnlyList<AccessPath> Doubts)
{
    public bool Allowed => Because is not null;
}
