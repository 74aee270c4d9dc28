using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Constructs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>Properties of an <see cref="AuthenticationModeStep"/>.</summary>
public sealed class AuthenticationModeStepProps
{
    /// <summary>The provider of the cluster, whose <see cref="ClusterAttributes.AuthenticationMode"/> is the mode to go to.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>Goes to API although aws-auth lets in somebody who has no access entry. Default: false.</summary>
    public bool? AllowLockout { get; init; }
}

/// <summary>
/// Takes a cluster that is there already to the authentication mode that its provider says, one step at a time: CONFIG_MAP,
/// API_AND_CONFIG_MAP, API. Access entries of the same provider come after the step to API_AND_CONFIG_MAP and before the step to API. EKS has
/// no way back: a rollback leaves the mode where it is, and succeeds.
/// </summary>
public sealed class AuthenticationModeStep : Construct
{
    /// <summary>The type of the custom resource.</summary>
    public const string ResourceType = "Custom::EksAuthenticationMode";

    private readonly CfnResource _resource;

    /// <exception cref="ArgumentException">The provider's cluster has a step already.</exception>
    public AuthenticationModeStep(Construct scope, string id, AuthenticationModeStepProps props)
        : base(scope, id)
    {
        var mode = props.Provider.Cluster.AuthenticationMode;
        var properties = new Dictionary<string, object> { [nameof(Mode)] = mode.ToString() };
        if (props.AllowLockout is { } allowed) properties["AllowLockout"] = allowed;
        // Whom only aws-auth lets in is read before the step to API.
        FunctionNeed need = mode == AuthenticationMode.API && props.AllowLockout != true
            ? new FunctionNeed.Edit(ObjectAddress.AwsAuth.Namespace!)
            : new FunctionNeed.Nothing();
        _resource = props.Provider.Mode(this, ResourceType, properties, need);
    }

    /// <summary>The mode that the cluster has then.</summary>
    public string Mode => Token.AsString(_resource.GetAtt(nameof(Mode)));

    /// <summary>Why it is not the one that was asked for, after a rollback; empty when it is.</summary>
    public string Warning => Token.AsString(_resource.GetAtt(nameof(Warning)));
}
