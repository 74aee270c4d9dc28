using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.JSII.Runtime;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Constructs;

/// <summary>The cluster that a <see cref="MappingProvider"/> works on: an existing one, or one of the same app.</summary>
public sealed class ClusterTarget
{
    private readonly ClusterAttributes _attributes;

    private ClusterTarget(ClusterAttributes attributes)
    {
        var problems = new ConstructProblems("ClusterTarget");
        problems.Required(nameof(attributes.Name), attributes.Name, "the name of the cluster");
        if (attributes.Endpoint is null != attributes.CertificateAuthorityData is null)
        {
            problems.Add(
                attributes.Endpoint is null ? nameof(attributes.Endpoint) : nameof(attributes.CertificateAuthorityData),
                null,
                "both Endpoint and CertificateAuthorityData, or neither (then they are looked up)");
        }

        if (attributes.ExternalId is not null && attributes.AccessRoleArn is null)
        {
            problems.Add(nameof(attributes.AccessRoleArn), null, "the role that asks for the ExternalId");
        }

        problems.Principal(nameof(attributes.AccessRoleArn), attributes.AccessRoleArn, PrincipalKind.Role);
        problems.Throw();
        _attributes = attributes;
    }

    public string Name => _attributes.Name;

    public string? Arn => _attributes.Arn;

    public string? Region => _attributes.Region;

    public string? OidcIssuer => _attributes.OidcIssuer;

    public string? AccessRoleArn => _attributes.AccessRoleArn;

    public AuthenticationMode AuthenticationMode => _attributes.AuthenticationMode ?? AuthenticationMode.API_AND_CONFIG_MAP;

    /// <summary>An existing cluster, by what is known of it.</summary>
    /// <exception cref="ArgumentException">The attributes contradict each other; all problems are listed.</exception>
    public static ClusterTarget FromAttributes(ClusterAttributes attributes) => new(attributes);

    /// <summary>A cluster of CDK's <c>aws-eks</c> module, made in this app or imported.</summary>
    public static ClusterTarget FromCluster(ICluster cluster)
    {
        var endpoint = WhereDefined(() => cluster.ClusterEndpoint);
        var certificateAuthorityData = WhereDefined(() => cluster.ClusterCertificateAuthorityData);
        var reachable = endpoint is not null && certificateAuthorityData is not null;
        return new ClusterTarget(new ClusterAttributes
        {
            Name = cluster.ClusterName,
            Arn = cluster.ClusterArn,
            Endpoint = reachable ? endpoint : null,
            CertificateAuthorityData = reachable ? certificateAuthorityData : null,
            AuthenticationMode = cluster.AuthenticationMode ?? DefaultOfCloudFormation(cluster),
        });
    }

    /// <summary>A cluster that this app declares as <c>AWS::EKS::Cluster</c>.</summary>
    /// <param name="cluster">The cluster's resource.</param>
    /// <param name="authenticationMode">The mode in its <c>AccessConfig</c>; CloudFormation's own default is CONFIG_MAP.</param>
    public static ClusterTarget FromCfnCluster(CfnCluster cluster, AuthenticationMode authenticationMode) =>
        new(new ClusterAttributes
        {
            Name = cluster.Ref,
            Arn = cluster.AttrArn,
            Endpoint = cluster.AttrEndpoint,
            CertificateAuthorityData = cluster.AttrCertificateAuthorityData,
            OidcIssuer = cluster.AttrOpenIdConnectIssuerUrl,
            AuthenticationMode = authenticationMode,
        });

    /// <summary>The <c>Cluster</c> property of every custom resource.</summary>
    internal Dictionary<string, object> ToProperties()
    {
        var properties = new Dictionary<string, object> { ["Name"] = Name };
        Put("Arn", Arn);
        Put("Endpoint", _attributes.Endpoint);
        Put("CertificateAuthorityData", _attributes.CertificateAuthorityData);
        Put("Region", Region);
        Put("AccessRoleArn", AccessRoleArn);
        Put("ExternalId", _attributes.ExternalId);
        return properties;

        void Put(string name, string? value)
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }
    }

    /// <summary>The ARN for the function's policy: the one given, or made from the name and the stack's own account and Region.</summary>
    internal string ArnIn(Stack stack) => Arn ?? stack.FormatArn(new ArnComponents
    {
        Service = "eks",
        Region = Region ?? stack.Region,
        Resource = "cluster",
        ResourceName = Name,
    });

    // A cluster that is made in this app and names no mode gets CloudFormation's default; of an imported one nothing is known.
    private static AuthenticationMode? DefaultOfCloudFormation(ICluster cluster) =>
        cluster is Cluster ? Amazon.CDK.AWS.EKS.AuthenticationMode.CONFIG_MAP : null;

    // An imported cluster throws on attributes that were not given.
    private static string? WhereDefined(Func<string> attribute)
    {
        try
        {
            return attribute();
        }
        catch (JsiiException)
        {
            return null;
        }
    }
}
