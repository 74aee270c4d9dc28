using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>What EKS takes for an access entry.
/// <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html"/></summary>
internal static class AccessEntryRules
{
    private const int MostTags = 50;

    /// <returns>The principal.</returns>
    /// <exception cref="AwsErrorException">EKS refuses it.</exception>
    public static PrincipalArn Check(EntryContent content, RegionalName cluster, string partition)
    {
        var problems = new ProblemList();
        var principal = PrincipalArn.Parse("PrincipalArn", content.PrincipalArn, problems);
        if (principal is not null && AccessEntryPrincipal.WhatIsWrong(principal) is { } refused)
            problems.Add("PrincipalArn", content.PrincipalArn, refused);
        CheckType(content, principal, cluster, problems);
        if (content.Username is { } username && AccessEntryUsername.WhatIsWrong(username) is { } wrong)
            problems.Add("Username", username, wrong);
        foreach (var group in content.Groups.Where(AccessEntryGroups.IsReserved))
            problems.Add("KubernetesGroups", group, "a group that does not begin with system:");
        CheckPolicies(content.Policies, partition, problems);
        CheckTags(content.Tags, problems);
        return problems.Count == 0 ? principal! : throw new AwsErrorException("InvalidParameterException", problems.ToString());
    }

    /// <summary>The username that EKS gives where the caller gives none.</summary>
    public static string DefaultUsername(EntryContent content) =>
        AccessEntryTypes.Find(content.TypeName) is { } type && PrincipalArn.Parse("", content.PrincipalArn, new ProblemList()) is { } principal
            ? AccessEntryUsername.Default(principal, type)
            : content.PrincipalArn;

    private static void CheckType(EntryContent content, PrincipalArn? principal, RegionalName cluster, ProblemList problems)
    {
        if (AccessEntryTypes.Find(content.TypeName) is not { } type)
        {
            problems.Add("Type", content.TypeName, $"one of {string.Join(", ", AccessEntryTypes.Names)}");
            return;
        }
        if (type == AccessEntryType.Standard)
            return;
        var none = $"none: only type STANDARD takes it, and this is {content.TypeName}";
        if (content.Username is { } username)
            problems.Add("Username", username, none);
        if (content.Groups.Count > 0)
            problems.Add("KubernetesGroups", string.Join(", ", content.Groups), none);
        if (principal is not null && principal.AccountId != cluster.AccountId)
            problems.Add("PrincipalArn", content.PrincipalArn, $"a principal of account {cluster.AccountId}: only type STANDARD takes one of another");
    }

    private static void CheckPolicies(IReadOnlyList<AssociatedPolicy> policies, string partition, ProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (!policy.PolicyArn.StartsWith(AccessPolicy.Arn(partition, "AmazonEKS"), StringComparison.Ordinal))
                problems.Add("AccessPolicies", policy.PolicyArn, $"the ARN of an access policy, such as {AccessPolicy.Arn(partition, AccessPolicy.View)}");
            if (!seen.Add(policy.PolicyArn))
                problems.Add("AccessPolicies", policy.PolicyArn, "each policy once");
            if (policy.Scope is not ("cluster" or "namespace") || policy.Scope == "namespace" != policy.Namespaces.Count > 0)
                problems.Add("AccessPolicies", policy.Scope, "a scope of type cluster, or of type namespace with namespaces");
        }
    }

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html#tag-restrictions"/></summary>
    private static void CheckTags(IReadOnlyDictionary<string, string> tags, ProblemList problems)
    {
        if (tags.Count > MostTags)
            problems.Add("Tags", $"{tags.Count} tags", $"at most {MostTags}");
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128 || !key.All(IsTagCharacter) || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                problems.Add("Tags", key, "a key of 1 to 128 letters, digits, spaces or + - = . _ : / @, that does not begin with aws:");
            if (value.Length > 256 || !value.All(IsTagCharacter))
                problems.Add("Tags", value, "a value of at most 256 letters, digits, spaces or + - = . _ : / @");
        }
    }

    private static bool IsTagCharacter(char character) => char.IsLetterOrDigit(character) || " +-=._:/@".Contains(character, StringComparison.Ordinal);
}
