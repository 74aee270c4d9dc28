using EksIamCdk.Access.Iam;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;

namespace EksIamCdk.Sandbox;

/// <summary>Who may assume the roles that the stacks of a session have made, and what those may do.</summary>
public sealed class SandboxIam
{
    private readonly SandboxServices _services;

    internal SandboxIam(SandboxServices services) => _services = services;

    public IamDecision CanAssume(string roleArn, AssumeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _services.Iam.CanAssume(roleArn, request);
    }

    /// <summary>Whether the bearer of a token of an OIDC issuer may assume a role.</summary>
    public IamDecision CanAssume(string roleArn, string webIdentityToken) => _services.Web.Decide(roleArn, webIdentityToken);

    /// <summary>What the policies of a role say.</summary>
    public IamDecision RoleMay(string roleArn, string action, string resource) => _services.Iam.RoleMay(roleArn, action, resource);

    /// <summary>Makes a role or a user outside of all stacks. Anew, it is another one: access entries for the one before do not let it in.</summary>
    public void Create(string principalArn) => _services.Principals.Create(principalArn);

    /// <summary>Deletes a role or a user outside of all stacks.</summary>
    public void Delete(string principalArn) => _services.Principals.Delete(principalArn);

    /// <summary>A token as an OIDC issuer gives it, good in this session only.</summary>
    /// <param name="issuer">Such as <c>https://token.actions.githubusercontent.com</c>.</param>
    /// <param name="claims"><c>sub</c>, <c>aud</c> and others.</param>
    public string WebIdentityToken(string issuer, IReadOnlyDictionary<string, string> claims) => _services.Tokens.Issue(issuer, claims);

    /// <summary>The token that a pod of that service account finds where EKS mounts it for IRSA.</summary>
    public string ServiceAccountToken(RegionalName cluster, string ns, string serviceAccount) => WebIdentityToken(
        IssuerOf(cluster),
        new Dictionary<string, string> { ["sub"] = $"system:serviceaccount:{ns}:{serviceAccount}", ["aud"] = "sts.amazonaws.com" });

    /// <summary>The OIDC issuer of a cluster, as DescribeCluster gives it.</summary>
    public string IssuerOf(RegionalName cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var arn = $"arn:{PseudoParameters.PartitionOf(cluster.Region)}:eks:{cluster.Region}:{cluster.AccountId}:cluster/{cluster.Name}";
        return (string?)_services.Cloud.ClusterResource(cluster)?.Attributes["OpenIdConnectIssuerUrl"] ?? OidcIssuer.Of(arn, cluster.Region);
    }
}
