using Constructs;

namespace EksIamCdk.Constructs.Access;

/// <summary>Properties of a <see cref="TeamAccess"/>.</summary>
public sealed class TeamAccessProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The team's name, of which its group is made: <c>eks-iam-cdk:NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who belongs to it; at least one.</summary>
    public required IReadOnlyList<TeamPrincipal> Principals { get; init; }

    /// <summary>How they are let in. Default: <see cref="MappingVia.Auto"/>.</summary>
    public MappingVia? Via { get; init; }

    /// <summary>Their Kubernetes username. Default: <c>Developer:{{SessionName}}</c> for a role of that name, <c>alice</c> for a user.</summary>
    public string? Username { get; init; }

    /// <summary>Their groups, besides that of the grants.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>What they may do. Default: nothing.</summary>
    public IReadOnlyList<TeamGrant>? Grants { get; init; }

    /// <summary>What must come of it, asked when it is deployed. Default: nothing is asked.</summary>
    public TeamExpectation? Expect { get; init; }

    /// <summary>What becomes of entries of aws-auth that others wrote. Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <summary>
    /// Where the principals are declared. A place that teams share lets a principal go from one to another with its ids, so that its entry is
    /// changed and not made anew. Default: in the team.
    /// </summary>
    public Construct? PrincipalsIn { get; init; }
}

/// <summary>What a team must be allowed, and what it must not, in the grammar of <c>kubectl auth can-i</c>: <c>get pods -n dev</c>.</summary>
public sealed class TeamExpectation
{
    public IReadOnlyList<string>? Allowed { get; init; }

    public IReadOnlyList<string>? Denied { get; init; }
}
