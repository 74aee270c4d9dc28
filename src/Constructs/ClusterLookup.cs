using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs;

/// <summary>
/// What EKS knows of a cluster, asked at deploy time. A provider makes one by itself when a property of its cluster is used that nobody gave.
/// </summary>
public sealed class ClusterLookup : Construct
{
    /// <summary>The type of the custom resource.</summary>
    public const string ResourceType = "Custom::EksClusterLookup";

    private readonly CfnResource _resource;

    public ClusterLookup(Construct scope, string id, IMappingProvider provider)
        : base(scope, id) =>
        _resource = provider.Resource(this, ResourceType, new Dictionary<string, object>(), new FunctionNeed.Nothing());

    public string Arn => Attribute("Arn");

    public string Endpoint => Attribute("Endpoint");

    /// <summary>Base64 of PEM.</summary>
    public string CertificateAuthorityData => Attribute("CertificateAuthorityData");

    /// <summary>The URL of the issuer, with <c>https://</c>.</summary>
    public string OidcIssuer => Attribute("OidcIssuer");

    /// <summary>CONFIG_MAP, API_AND_CONFIG_MAP or API.</summary>
    public string AuthenticationMode => Attribute("AuthenticationMode");

    private string Attribute(string name) => Token.AsString(_resource.GetAtt(name));
}
