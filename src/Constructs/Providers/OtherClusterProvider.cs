using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using EksIamCdk.Constructs.Functions;

namespace EksIamCdk.Constructs.Providers;

/// <summary>The function of another provider, on a cluster of its own.</summary>
internal sealed class OtherClusterProvider : ProviderBase
{
    private readonly ProviderBase _source;

    public OtherClusterProvider(Construct scope, string id, ProviderBase source, ClusterTarget cluster, EntryPolicy? policy)
        : base(scope, id, cluster, source)
    {
        _source = source;
        if (source.OwnRole is { } role)
        {
            Before(new Policy(this, "Policy", new PolicyProps { Statements = Enter(), Roles = [role] }));
        }

        if (cluster.AccessRoleArn is null && IsInAnotherRegion())
        {
            Annotations.Of(this).AddWarningV2(
                "eks-iam-cdk:access-entry-in-another-region",
                $"The cluster {cluster.Name} is in {cluster.Region}, where this stack cannot make an access entry: let the role of the function in "
                + "there, by a stack of that Region, before the first deployment of its resources.");
        }
        else if (source.FunctionRoleArn is { } roleArn)
        {
            LetIn(roleArn, policy);
        }
    }

    public override string ServiceToken => _source.ServiceToken;

    internal override IRole? OwnRole => _source.OwnRole;

    internal override PatientFunction? Patient => _source.Patient;

    internal override EntryPolicy? DefaultPolicy => _source.DefaultPolicy;

    internal override string? FunctionRoleArn => _source.FunctionRoleArn;

    // An access entry stands in the Region of its stack. A stack that may be deployed anywhere is taken to be where its first cluster is.
    private bool IsInAnotherRegion()
    {
        if (Cluster.Region is not { } region || Token.IsUnresolved(region)) return false;
        var here = Stack.Of(this).Region;
        return region != (Token.IsUnresolved(here) ? _source.Cluster.Region : here);
    }
}
