using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Automation;

/// <summary>
/// Properties of an <see cref="AutomationAccess"/>: exactly one of <see cref="GitHub"/>, <see cref="GitLab"/> and <see cref="AssumedBy"/>.
/// </summary>
public sealed class AutomationAccessProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The automation's name, of which its group is made: <c>eks-iam-cdk:NAME</c>.</summary>
    public required string Name { get; init; }

    public GitHubActions? GitHub { get; init; }

    public GitLabPipelines? GitLab { get; init; }

    /// <summary>Others that have an identity in AWS, such as Jenkins; best with an external id.</summary>
    public ArnTrust? AssumedBy { get; init; }

    /// <summary>How long a session lasts at most: 1 to 12 hours. Default: 1 hour.</summary>
    public TimeSpan? MaxSession { get; init; }

    /// <summary>How it is let into the cluster. Default: <see cref="MappingVia.Auto"/>.</summary>
    public MappingVia? Via { get; init; }

    /// <summary>Its Kubernetes username. Default: <c>NAME:{{SessionName}}</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Its groups, besides that of the grants.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>What it may do in the cluster. Default: nothing.</summary>
    public IReadOnlyList<TeamGrant>? Grants { get; init; }

    /// <summary>What must come of it, asked when it is deployed. Default: nothing is asked.</summary>
    public TeamExpectation? Expect { get; init; }
}
