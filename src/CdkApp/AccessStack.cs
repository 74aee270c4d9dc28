using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Clusters;

namespace EksIamCdk.CdkApp;

/// <summary>Who may do what in the cluster of a spec: the function, and all that the spec says, as its custom resources.</summary>
public sealed class AccessStack : Stack
{
    /// <param name="teams">The items of <c>access</c> that are not in another stack.</param>
    /// <param name="made">The cluster, where the spec has it made.</param>
    public AccessStack(
        Construct scope,
        string id,
        SpecFile file,
        IReadOnlyList<AccessItem> teams,
        Amazon.CDK.Environment env,
        EksCluster? made = null,
        string? packageDirectory = null)
        : base(scope, id, SpecStacks.Props("access", $"Who may do what in the EKS cluster {file.Spec.Cluster.Name}", file.Spec.Cluster, env))
    {
        var provider = new MappingProvider(this, "Provider", new()
        {
            Cluster = made?.Target ?? Target(file.Spec.Cluster),
            Network = made?.FunctionNetwork,
            PackageDirectory = packageDirectory,
        });
        _ = new CfnOutput(this, "FunctionRoleArn", new CfnOutputProps
        {
            Value = provider.Role.RoleArn,
            Description = "The role of the function, which the cluster lets in",
        });
        Resources = AccessResources.Declare(this, provider, file.Spec, isNew: file.Spec.Cluster.Create is not null, teams);
        foreach (var note in file.Notes) Annotations.Of(this).AddInfo(note.In(file.Path));
    }

    internal AccessResources Resources { get; }

    private static ClusterTarget Target(ClusterSpec cluster) => ClusterTarget.FromAttributes(new()
    {
        Name = cluster.Name.Text,
        Arn = cluster.Arn?.Text,
        Endpoint = cluster.Endpoint?.Text,
        CertificateAuthorityData = cluster.CertificateAuthorityData?.Text,
        OidcIssuer = cluster.OidcIssuer?.Text,
        Region = cluster.Region?.Text,
        AccessRoleArn = cluster.AccessRoleArn?.Text,
        ExternalId = cluster.ExternalId?.Text,
        AuthenticationMode = SpecStacks.Mode(cluster),
    });
}
