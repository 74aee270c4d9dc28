using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Automation;

/// <summary>
/// Properties of an <see cref="AutomationAccess"/>: exactly one of <see cref="GitHub"/>, <see cref="GitLab"/> and <see cref="AssumedBy"/>.
/// </summary>
public sealed class AutomationAccessProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The automation's name.</summary>
    public required string Name { get; init; }

    public GitHubActions? GitHub { get; init; }

    public GitLabPipelines? GitLab { get; init; }

    /// <summary>Others that have an identity in AWS, such as Jenkins; best with an external id.</summary>
    public ArnTrust? AssumedBy { get; init; }

    /// <summary>How long a session lasts at most: 1 to 12 hours. Default: 1 hour.</summary>
    public TimeSpan? MaxSession { get; init; }
}
