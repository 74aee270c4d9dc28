using Amazon.CDK.AWS.EKS;

namespace EksIamCdk.Constructs.Access;

/// <summary>The ways by which one principal is let in.</summary>
internal sealed record Ways(bool AwsAuth, bool AccessEntry)
{
    /// <summary>The ways that were asked for; what the cluster does not take is added to <paramref name="problems"/>.</summary>
    /// <param name="wanted">Null: what the cluster reads.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="problems">What is wrong.</param>
    /// <param name="byFunction">Whether the function makes the access entry, and not CloudFormation.</param>
    public static Ways Of(MappingVia? wanted, ClusterTarget cluster, ConstructProblems problems, bool byFunction = false)
    {
        var mode = cluster.AuthenticationMode;
        var via = wanted ?? MappingVia.Auto;
        if (via == MappingVia.Auto) via = mode == AuthenticationMode.API ? MappingVia.AccessEntry : MappingVia.AwsAuth;
        var ways = new Ways(via != MappingVia.AccessEntry, via != MappingVia.AwsAuth);
        if (ways.AwsAuth && mode == AuthenticationMode.API)
        {
            problems.Add("Via", via.ToString(), "AccessEntry: the cluster does not read aws-auth (API)");
        }

        if (ways.AccessEntry && mode == AuthenticationMode.CONFIG_MAP)
        {
            problems.Add("Via", via.ToString(), "AwsAuth: the cluster takes no access entries (CONFIG_MAP)");
        }

        if (ways.AccessEntry && !byFunction && cluster.AccessRoleArn is { } role)
        {
            problems.Add(
                "Via", via.ToString(), $"AwsAuth: only a stack of the cluster's own account can make an access entry, and this one enters by {role}");
        }

        return ways;
    }
}
