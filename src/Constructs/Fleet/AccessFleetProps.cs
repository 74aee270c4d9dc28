namespace EksIamCdk.Constructs.Fleet;

/// <summary>Properties of an <see cref="AccessFleet"/>.</summary>
public sealed class AccessFleetProps
{
    /// <summary>Name of the stack set, at most 128 letters, digits and hyphens, a letter first.</summary>
    public required string StackSetName { get; init; }

    /// <summary>The accounts.</summary>
    public required FleetTargets Targets { get; init; }

    /// <summary>The Regions, in the order of the rollout. What IAM has once an account is made in the first one.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Declares what each account and Region gets. The stack takes no assets and knows neither its account nor its Region.</summary>
    public required Action<FleetMember> Member { get; init; }

    /// <summary>Where the function comes from. Default: the buckets <c>eks-iam-cdk-ACCOUNT-REGION</c>.</summary>
    public FleetPackage? Package { get; init; }

    /// <summary>How many percent of the accounts may be worked on at a time. Default: 25.</summary>
    public int? MaxConcurrentPercentage { get; init; }

    /// <summary>How many percent of the accounts of a Region may fail before the operation stops. Default: 0. CloudFormation works on at
    /// most one account more than may fail.</summary>
    public int? FailureTolerancePercentage { get; init; }

    /// <summary>Whether an account that leaves the organizational units keeps its stack. Default: false, the access goes with the account's
    /// membership.</summary>
    public bool? RetainStacksOnAccountRemoval { get; init; }

    /// <summary>Whether this account administers stack sets by delegation. Default: false, it is the management account.</summary>
    public bool? DelegatedAdministrator { get; init; }

    public string? Description { get; init; }
}
