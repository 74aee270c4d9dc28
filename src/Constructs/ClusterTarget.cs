using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Constructs;

/// <summary>The cluster that a <see cref="MappingProvider"/> works on: an existing one, or one of the same app.</summary>
public sealed class ClusterTarget
{
    private const AuthenticationMode DefaultOfCloudFormation = AuthenticationMode.CONFIG_MAP;

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

    public string? Endpoint => _attributes.Endpoint;

    public string? CertificateAuthorityData => _attributes.CertificateAuthorityData;

    public string? OidcIssuer => _attributes.OidcIssuer;

    public string? AccessRoleArn => _attributes.AccessRoleArn;

    public AuthenticationMode AuthenticationMode => _attributes.AuthenticationMode ?? AuthenticationMode.API_AND_CONFIG_MAP;

    /// <summary>An existing cluster, by what is known of it.</summary>
    /// <exception cref="ArgumentException">The attributes contradict each other; all problems are listed.</exception>
    public static ClusterTarget FromAttributes(ClusterAttributes attributes) => new(attributes);

    /// <summary>A cluster of CDK's <c>aws-eks</c> module. Of an imported one, address and CA are looked up at deploy time.</summary>
    public static ClusterTarget FromCluster(ICluster cluster)
    {
        var made = cluster as Cluster;
        return new ClusterTarget(new ClusterAttributes
        {
            Name = cluster.ClusterName,
            Arn = cluster.ClusterArn,
            Endpoint = made?.ClusterEndpoint,
            CertificateAuthorityData = made?.ClusterCertificateAuthorityData,
            AuthenticationMode = cluster.AuthenticationMode ?? (made is null ? null : DefaultOfCloudFormation),
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
        Put("Endpoint", Endpoint);
        Put("CertificateAuthorityData", CertificateAuthorityData);
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

    /// <summary>The ARNs of its access entries, for the function's policy.</summary>
    internal string EntryArnsIn(Stack stack) => stack.FormatArn(new ArnComponents
    {
        Service = "eks",
        Region = Region ?? stack.Region,
        Resource = "access-entry",
        ResourceName = $"{Name}/*",
    });
}
