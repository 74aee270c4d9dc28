using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>Access entries are checked as EKS checks them.
/// <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html"/></summary>
internal sealed class AccessEntryResources(IResourceProvider native, ICloudView cloud, ClusterRegistry clusters) : IResourceProvider
{
    private static readonly string[] StandardOnly = ["Username", "KubernetesGroups"];

    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Refusal(target, properties) is { } refusal
            ? new ResourceOutcome.Failed(refusal, null)
            : await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false);

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken) =>
        Refusal(target, properties) is { } refusal
            ? new ResourceOutcome.Failed(refusal, physicalId)
            : await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false);

    public Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken) =>
        native.DeleteAsync(target, physicalId, properties, cancellationToken);

    private string? Refusal(ResourceTarget target, JsonObject properties)
    {
        if (target.Type != AccessEntry.Type)
            return null;
        var cluster = new RegionalName(target.Pseudo.AccountId, target.Pseudo.Region, (string?)properties["ClusterName"] ?? "");
        if (clusters.IsDeleted(cluster))
            return HandlerMessage.Of("Eks", 404, $"No cluster found for name: {cluster.Name}.", "NotFound");
        if (cloud.AuthenticationModeOf(cluster) == "CONFIG_MAP")
        {
            return Invalid(
                "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.");
        }
        var problems = new ProblemList();
        Check(properties, target.Pseudo.Partition, problems);
        return problems.Count == 0 ? null : Invalid(problems.ToString());
    }

    private static void Check(JsonObject properties, string partition, ProblemList problems)
    {
        var written = (string?)properties["PrincipalArn"] ?? "";
        if (PrincipalArn.Parse("PrincipalArn", written, problems) is { } principal && AccessEntryPrincipal.WhatIsWrong(principal) is { } refused)
            problems.Add("PrincipalArn", written, refused);
        var name = (string?)properties["Type"] ?? "STANDARD";
        if (AccessEntryTypes.Find(name) is not { } type)
            problems.Add("Type", name, $"one of {string.Join(", ", AccessEntryTypes.Names)}");
        else if (type != AccessEntryType.Standard)
        {
            foreach (var property in StandardOnly.Where(property => properties[property] is JsonValue or JsonArray { Count: > 0 }))
                problems.Add(property, properties[property]!.ToJsonString(), $"none: only type STANDARD takes it, and this is {name}");
        }
        if ((string?)properties["Username"] is { } username && AccessEntryUsername.WhatIsWrong(username) is { } wrong)
            problems.Add("Username", username, wrong);
        foreach (var group in AccessEntry.Texts(properties["KubernetesGroups"]).Where(AccessEntryGroups.IsReserved))
            problems.Add("KubernetesGroups", group, "a group that does not begin with system:");
        CheckPolicies(properties["AccessPolicies"] as JsonArray ?? [], partition, problems);
    }

    private static void CheckPolicies(JsonArray policies, string partition, ProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies.OfType<JsonObject>())
        {
            var arn = (string?)policy["PolicyArn"] ?? "";
            var start = AccessPolicy.Arn(partition, "AmazonEKS");
            if (!arn.StartsWith(start, StringComparison.Ordinal))
                problems.Add("AccessPolicies", arn, $"the ARN of an access policy, such as {AccessPolicy.Arn(partition, AccessPolicy.View)}");
            if (!seen.Add(arn))
                problems.Add("AccessPolicies", arn, "each policy once");
            var scope = policy["AccessScope"] as JsonObject;
            var (type, namespaces) = ((string?)scope?["Type"], scope?["Namespaces"] as JsonArray);
            if (type is not ("cluster" or "namespace") || type == "namespace" != namespaces is { Count: > 0 })
                problems.Add("AccessPolicies", scope?.ToJsonString() ?? "no scope", "a scope of type cluster, or of type namespace with namespaces");
        }
    }

    private static string Invalid(string message) => HandlerMessage.Of("Eks", 400, message, "InvalidRequest");
}
