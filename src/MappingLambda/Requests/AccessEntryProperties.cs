using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of <c>Custom::EksAccessEntry</c>: those of <c>AWS::EKS::AccessEntry</c>, with the rules of EKS.</summary>
internal static class AccessEntryProperties
{
    private const string OnlyStandard = "only type STANDARD takes it";

    /// <returns>The entry, as far as it could be read, and its key inside the cluster's ids; null without a principal.</returns>
    public static (Resource.AccessEntry? Entry, string? Key) Read(
        PropertyReader properties, ClusterReference? cluster, OnConflict onConflict, bool strict, ProblemList problems)
    {
        var principal = Principal(properties, problems);
        var type = properties.Choice(
            "Type", AccessEntryType.Standard, [.. AccessEntryTypes.Names.Select(name => (name, AccessEntryTypes.Find(name)!.Value))]);
        var username = properties.Optional("Username", "the Kubernetes username, or the property left out: EKS gives one then");
        if (username is not null && type != AccessEntryType.Standard)
            properties.Wrong("Username", username, $"none: {OnlyStandard}");
        else if (username is not null && AccessEntryUsername.WhatIsWrong(username) is { } wrong)
            properties.Wrong("Username", username, wrong);
        var groups = properties.Texts("KubernetesGroups", "the name of a group, without control characters");
        if (groups.Count > 0 && type != AccessEntryType.Standard)
            properties.Wrong("KubernetesGroups", string.Join(", ", groups), $"none: {OnlyStandard}");
        foreach (var group in groups.Where(AccessEntryGroups.IsReserved))
            properties.Wrong("KubernetesGroups", group, $"a group that does not begin with system: ({AccessEntryGroups.Masters} is the policy {AccessPolicy.ClusterAdmin})");
        var policies = Policies(properties, principal?.Partition, strict).ToList();
        if (principal is null)
            return (null, null);
        return (
            cluster is null ? null : new(cluster, new AccessEntryDeclaration(principal, type, username, groups, policies), onConflict),
            principal.Full);
    }

    private static PrincipalArn? Principal(PropertyReader properties, ProblemList problems)
    {
        const string Name = "PrincipalArn";
        if (properties.Required(Name, "the ARN of an IAM role or user, with its path") is not { } text
            || PrincipalArn.Parse(Name, text, problems) is not { } principal)
            return null;
        if (AccessEntryPrincipal.WhatIsWrong(principal) is not { } wrong)
            return principal;
        properties.Wrong(Name, text, wrong);
        return null;
    }

    private static IEnumerable<PolicyAssociation> Policies(PropertyReader properties, string? partition, bool strict)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in properties.Objects("AccessPolicies", "an object with PolicyArn and AccessScope"))
        {
            var start = AccessPolicy.Arn(partition ?? "aws", "");
            var arn = item.Required("PolicyArn", $"the ARN of an access policy, such as {start}{AccessPolicy.View}");
            if (arn is not null && !(partition is null ? arn.Contains(AccessPolicy.Arn("", "")[4..], StringComparison.Ordinal) : arn.StartsWith(start, StringComparison.Ordinal)))
                item.Wrong("PolicyArn", arn, $"the ARN of an access policy of the partition of the principal, such as {start}{AccessPolicy.View}");
            if (arn is not null && !seen.Add(arn))
                item.Wrong("PolicyArn", arn, "each policy once: give all its namespaces in one AccessScope");
            var scope = Scope(item, strict);
            if (strict)
                item.RefuseUnknown();
            if (arn is not null && scope is var (type, namespaces))
                yield return new PolicyAssociation(arn, type, namespaces);
        }
    }

    private static (string Type, IReadOnlyList<string> Namespaces)? Scope(PropertyReader policy, bool strict)
    {
        if (policy.Object("AccessScope", "an object with Type, and with Namespaces where Type is namespace") is not { } scope)
            return null;
        if (!scope.Has("Type"))
            scope.Wrong("Type", "", "cluster or namespace");
        var type = scope.Choice("Type", "cluster", ("cluster", "cluster"), ("namespace", "namespace"));
        var namespaces = scope.Texts("Namespaces", "the name of a namespace, or the beginning of names such as dev-*");
        if (type == "namespace" != namespaces.Count > 0)
            scope.Wrong("Namespaces", namespaces.Count == 0 ? "" : string.Join(", ", namespaces), "namespaces with Type namespace, and only with it");
        if (strict)
            scope.RefuseUnknown();
        return (type, namespaces);
    }
}
