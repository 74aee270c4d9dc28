using System.Diagnostics;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Spec;
using EksMode = Amazon.CDK.AWS.EKS.AuthenticationMode;

namespace EksIamCdk.CdkApp;

/// <summary>The stacks of a spec.</summary>
public static class SpecStacks
{
    /// <summary>Declares all of them: the cluster where one is made, the access, and where the spec has them the fleet and the pipeline.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="file">The spec.</param>
    /// <param name="env">Account and Region, where they are known.</param>
    /// <param name="packageDirectory">A folder with the published function. Default: it is published.</param>
    public static void Declare(Construct scope, SpecFile file, Amazon.CDK.Environment env, string? packageDirectory = null)
    {
        DeclareAccess(scope, file, env, packageDirectory);
        if (file.Spec.Fleet is { } fleet) _ = new FleetStack(scope, "FleetStack", file.Spec, fleet, env);
        if (file.Spec.Pipeline is { } pipeline) _ = new PipelineStack(scope, "PipelineStack", file, pipeline, packageDirectory);
    }

    /// <summary>Declares what one account and Region gets.</summary>
    internal static void DeclareAccess(Construct scope, SpecFile file, Amazon.CDK.Environment env, string? packageDirectory)
    {
        var cluster = file.Spec.Cluster.Create is null ? null : new ClusterStack(scope, "ClusterStack", file.Spec.Cluster, env).Cluster;
        var stacks = AccessSpread.Stacks(scope);
        var first = new AccessStack(scope, "AccessStack", file, AccessSpread.Of(file.Spec, 1, stacks), env, cluster, packageDirectory);
        Stack before = first;
        for (var number = 2; number <= stacks; number++)
        {
            var next = new TeamStack(scope, $"AccessStack{number}", number, file, AccessSpread.Of(file.Spec, number, stacks), first, env);
            // An item that goes to a new stack leaves the old one first: two stacks cannot own one entry.
            next.AddDependency(before);
            before = next;
        }
    }

    // Nothing but the template itself is needed in the account: no rule about the version of the bootstrap stack, which the CLI checks too.
    internal static StackProps Props(string kind, string description, ClusterSpec cluster, Amazon.CDK.Environment env) => new()
    {
        StackName = Name(kind, cluster),
        Description = description,
        Env = env,
        Synthesizer = new DefaultStackSynthesizer(new DefaultStackSynthesizerProps { GenerateBootstrapVersionRule = false }),
    };

    internal static string Name(string kind, ClusterSpec cluster) => $"eks-iam-{kind}-{cluster.Name.Text.Replace('_', '-')}";

    internal static EksMode Mode(ClusterSpec cluster) => cluster.AuthenticationMode switch
    {
        AuthenticationMode.ConfigMap => EksMode.CONFIG_MAP,
        AuthenticationMode.ApiAndConfigMap => EksMode.API_AND_CONFIG_MAP,
        AuthenticationMode.Api => EksMode.API,
        _ => throw new UnreachableException(),
    };
}
