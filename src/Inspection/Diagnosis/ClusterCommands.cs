using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Commands about one cluster, with its names filled in.</summary>
internal sealed class ClusterCommands(ClusterState cluster)
{
    private const string Anywhere = "CLUSTER";

    /// <summary>The name in EKS; CLUSTER where only a kubeconfig is known.</summary>
    public string Name { get; } = cluster.Arn?.Split(":cluster/") is [_, var name] ? name : cluster.Mode is null ? Anywhere : cluster.Name;

    /// <summary>The partition of the cluster.</summary>
    public string Partition { get; } =
        cluster.Arn?.Split(':') is [_, var partition, ..] ? partition : cluster.Region is { } region ? Partitions.OfRegion(region) : "aws";

    public string Region { get; } = cluster.Region is { } known ? $" --region {ShellText.Word(known)}" : "";

    public string Eks(string action, string rest) => $"aws eks {action} --cluster-name {ShellText.Word(Name)}{Region}{(rest.Length == 0 ? "" : $" {rest}")}";

    public string SetMode(string mode) => $"aws eks update-cluster-config --name {ShellText.Word(Name)}{Region} --access-config authenticationMode={mode}";

    /// <summary>An access entry that says what another place says of a principal; what EKS refuses of it is left out.</summary>
    public IEnumerable<string> CreateEntry(string principalArn, AccessEntryContent content)
    {
        var of = $"--principal-arn {ShellText.Word(principalArn)}";
        var groups = AccessEntryGroups.Of(content.Groups);
        var username = content.Username.Length > 0 && AccessEntryUsername.WhatIsWrong(content.Username) is null ? $" --username {ShellText.Word(content.Username)}" : "";
        yield return content.IsStandard
            ? Eks("create-access-entry", $"{of}{username}{Groups(groups.Groups)}")
            : Eks("create-access-entry", $"{of} --type {content.Type}");
        if (groups.IsClusterAdmin && content.IsStandard) yield return Associate(principalArn, AccessPolicy.Arn(Partition, AccessPolicy.ClusterAdmin), []);
        foreach (var policy in content.Policies) yield return Associate(principalArn, policy.PolicyArn, policy.Namespaces);
    }

    public string DeleteEntry(string principalArn) => Eks("delete-access-entry", $"--principal-arn {ShellText.Word(principalArn)}");

    public string UpdateGroups(string principalArn, IEnumerable<string> groups) =>
        Eks("update-access-entry", $"--principal-arn {ShellText.Word(principalArn)}{Groups(groups)}");

    /// <param name="principalArn">Whose entry.</param>
    /// <param name="policyArn">The policy.</param>
    /// <param name="namespaces">None for the whole cluster.</param>
    public string Associate(string principalArn, string policyArn, IReadOnlyList<string> namespaces) => Eks(
        "associate-access-policy",
        $"--principal-arn {ShellText.Word(principalArn)} --policy-arn {ShellText.Word(policyArn)} --access-scope "
        + (namespaces.Count == 0 ? "type=cluster" : ShellText.Word($"type=namespace,namespaces={string.Join(',', namespaces)}")));

    private static string Groups(IEnumerable<string> groups) =>
        string.Join(' ', groups.Select(ShellText.Word)) is { Length: > 0 } all ? $" --kubernetes-groups {all}" : "";
}
