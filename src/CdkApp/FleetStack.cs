using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Fleet;

namespace EksIamCdk.CdkApp;

/// <summary>The access of a spec in many accounts and Regions, each with a cluster of the same name.</summary>
public sealed class FleetStack : Stack
{
    public FleetStack(Construct scope, string id, AccessSpec spec, FleetSpec fleet, Amazon.CDK.Environment env)
        : base(scope, id, SpecStacks.Props("fleet", $"Who may do what in the EKS clusters {spec.Cluster.Name} of many accounts", spec.Cluster, env))
    {
        _ = new AccessFleet(this, "Fleet", new()
        {
            StackSetName = StackName,
            Description = $"Who may do what in the EKS cluster {spec.Cluster.Name}",
            Targets = fleet.Accounts.Count == 0
                ? FleetTargets.OrganizationalUnits(Texts(fleet.OrganizationalUnits))
                : FleetTargets.Accounts(Texts(fleet.Accounts)),
            Regions = Texts(fleet.Regions),
            MaxConcurrentPercentage = fleet.MaxConcurrentPercentage,
            FailureTolerancePercentage = fleet.FailureTolerancePercentage,
            Package = fleet.ServiceTokens.Count == 0
                ? FleetPackage.FromBuckets(fleet.PackageBucketPrefix?.Text)
                : FleetPackage.FromServiceTokens(fleet.ServiceTokens.ToDictionary(token => token.Region.Text, token => token.Arn.Text)),
            Member = member => _ = AccessResources.Declare(member, member.Provider("Provider", Cluster(spec.Cluster)), spec, isNew: false),
        });
    }

    // All else that the spec may know of its cluster is of that one alone.
    private static ClusterTarget Cluster(ClusterSpec cluster) =>
        ClusterTarget.FromAttributes(new() { Name = cluster.Name.Text, AuthenticationMode = SpecStacks.Mode(cluster) });

    private static string[] Texts(IReadOnlyList<Word> words) => [.. words.Select(word => word.Text)];
}
