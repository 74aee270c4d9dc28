using System.Diagnostics;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Whether there is a cluster that answers: what a saved state does not hold is no part of the chain.</summary>
internal static class ClusterLinks
{
    public static IEnumerable<Link> Of(ClusterState cluster, LiveFindings live)
    {
        if (cluster.Status is { } status) yield return new("cluster", () => Status(cluster, status));
        if (live.ApiServer is { } answer) yield return new("API server", () => ApiServer(cluster, answer));
    }

    private static LinkState Status(ClusterState cluster, string status)
    {
        var commands = new ClusterCommands(cluster);
        return status is "ACTIVE" or "UPDATING"
            ? new LinkState.Holds($"{cluster.Name} is {status}{(cluster.Version is null ? "" : $", Kubernetes {cluster.Version}")}")
            : LinkState.Mend(
                $"EKS says that the cluster is {status}",
                "wait until it is ACTIVE; one that FAILED has to be made anew",
                $"aws eks wait cluster-active --name {ShellText.Word(commands.Name)}{commands.Region}");
    }

    private static LinkState ApiServer(ClusterState cluster, ApiServerFinding answer)
    {
        var commands = new ClusterCommands(cluster);
        return answer switch
        {
            ApiServerFinding.LetIn letIn => new LinkState.Holds($"it answers, and lets in {letIn.Caller}"),
            ApiServerFinding.Unauthorized refused when cluster.Mode is null => LinkState.Mend(
                $"it answers 401 to {refused.Caller}: you must be logged in to the server, and without that nothing can be read",
                "look who you are, take a fresh kubeconfig, and ask for that principal by EKS",
                "aws sts get-caller-identity", $"aws eks update-kubeconfig --name {ShellText.Word(commands.Name)}{commands.Region}",
                $"eksiam doctor access me --cluster {ShellText.Word(commands.Name)}{commands.Region}"),
            // Who asks is not who the question is about: the chain goes on, with what EKS tells.
            ApiServerFinding.Unauthorized refused => new LinkState.Holds($"it answers; {refused.Caller}, who asks, is not let in (401), so what Kubernetes holds was not read"),
            ApiServerFinding.NotReached none => LinkState.Mend(
                $"it cannot be reached: {none.Why}",
                "let this machine reach the endpoint: a private one is reached inside its VPC only, a public one only from its publicAccessCidrs; and take endpoint and certificate from EKS anew",
                $"aws eks describe-cluster --name {ShellText.Word(commands.Name)}{commands.Region} --query 'cluster.[endpoint,resourcesVpcConfig]'",
                $"aws eks update-kubeconfig --name {ShellText.Word(commands.Name)}{commands.Region}"),
            _ => throw new UnreachableException(),
        };
    }
}
