using System.Diagnostics;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>The accounts of an <see cref="AccessFleet"/>.</summary>
public abstract record FleetTargets
{
    private FleetTargets()
    {
    }

    /// <summary>Every account in these organizational units, also those that join later (SERVICE_MANAGED).</summary>
    public static FleetTargets OrganizationalUnits(params IReadOnlyList<string> ids) => new Units(ids);

    /// <summary>These accounts, each with the execution role of self-managed stack sets (SELF_MANAGED).</summary>
    public static FleetTargets Accounts(params IReadOnlyList<string> ids) => new Listed(ids);

    internal IReadOnlyList<string> Ids => this switch
    {
        Units units => units.List,
        Listed listed => listed.List,
        _ => throw new UnreachableException(),
    };

    internal sealed record Units(IReadOnlyList<string> List) : FleetTargets;

    internal sealed record Listed(IReadOnlyList<string> List) : FleetTargets;
}
