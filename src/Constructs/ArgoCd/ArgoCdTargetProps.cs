using Constructs;
using EksIamCdk.Constructs.Access;

namespace EksIamCdk.Constructs.ArgoCd;

/// <summary>Properties of an <see cref="ArgoCdTarget"/>.</summary>
public sealed class ArgoCdTargetProps
{
    /// <summary>The provider of the target, the cluster that Argo CD deploys to.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The roles that the application controller and the API server of Argo CD come with; at least one.</summary>
    public required IReadOnlyList<string> ControllerRoleArns { get; init; }

    /// <summary>How they are let in. Default: <see cref="MappingVia.Auto"/>.</summary>
    public MappingVia? Via { get; init; }

    /// <summary>Where the cluster's Secret is written. Default: nowhere, the roles are mapped and that is all.</summary>
    public ArgoCdRegistry? RegisterIn { get; init; }

    /// <summary>The one of <see cref="ControllerRoleArns"/> that Argo CD assumes for this cluster. Default: it comes with its own role.</summary>
    public string? AssumeRoleArn { get; init; }

    /// <summary>What Argo CD calls the cluster. Default: the cluster's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The name of the Secret. Default: <c>cluster-NAME-ACCOUNT-REGION</c>.</summary>
    public string? SecretName { get; init; }

    /// <summary>Labels of the Secret, which generators of ApplicationSets select by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>As <see cref="TeamAccessProps.PrincipalsIn"/>.</summary>
    public Construct? PrincipalsIn { get; init; }
}
