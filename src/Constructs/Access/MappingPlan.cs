using Amazon.CDK;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Constructs.Access;

/// <summary>What a <see cref="PrincipalMapping"/> says to aws-auth, and what to EKS.</summary>
/// <param name="Ways">By which it is let in.</param>
/// <param name="Principal">Null for an account, and for a token.</param>
/// <param name="Entry">The entry of aws-auth; its username is that of the access entry too.</param>
/// <param name="Groups">The groups as an access entry can have them.</param>
/// <param name="Policies">The policies of the access entry.</param>
internal sealed record MappingPlan(
    Ways Ways, PrincipalArn? Principal, AwsAuthEntryProps Entry, AccessEntryGroups Groups, IReadOnlyList<EntryPolicy> Policies)
{
    /// <summary>The plan; what is wrong is added to <paramref name="problems"/>.</summary>
    public static MappingPlan Of(PrincipalMappingProps props, ConstructProblems problems)
    {
        var principal = Parsed(props.RoleArn ?? props.UserArn);
        var groups = AccessEntryGroups.Of(props.Groups ?? []);
        var entry = new AwsAuthEntryProps
        {
            Provider = props.Provider,
            RoleArn = props.RoleArn is null ? null : principal?.AsWritten ?? props.RoleArn,
            UserArn = props.UserArn,
            AccountId = props.AccountId,
            Username = props.Username ?? (principal is null or { Kind: PrincipalKind.Root } ? null : Usernames.Default(principal)),
            Groups = props.Groups,
            OnConflict = props.OnConflict,
        };
        var ways = Ways.Of(props.Via, props.Provider.Cluster, problems, byFunction: props.OnConflict == OnConflict.Adopt);
        if (props.AccountId is not null) ways = OfAccount(props.AccountId, ways, problems);
        var plan = new MappingPlan(ways, principal, entry, groups, PoliciesOf(props, groups));
        plan.Validate(props, problems);
        return plan;
    }

    private void Validate(PrincipalMappingProps props, ConstructProblems problems)
    {
        AwsAuthEntry.Validate(Entry, problems, usernameRequired: Ways.AwsAuth);
        if (Ways.AccessEntry && Principal is not null && AccessEntryPrincipal.WhatIsWrong(Principal) is { } wrong)
        {
            problems.Add(Principal.Kind == PrincipalKind.User ? "UserArn" : "RoleArn", Principal.Full, wrong);
        }

        if (Entry.Username is { } username && !Token.IsUnresolved(username)) ValidateUsername(username, problems);
        if (Ways.AccessEntry) ValidateForAccessEntry(problems);
        if (!Ways.AccessEntry && props.AccessPolicies is [var policy, ..])
        {
            problems.Add("AccessPolicies", policy.Name, "none, or Via AccessEntry or Both: aws-auth knows no access policies");
        }
    }

    private void ValidateUsername(string username, ConstructProblems problems)
    {
        if (Ways.AwsAuth && username.StartsWith("system:", StringComparison.Ordinal))
        {
            problems.Add("Username", username, "one that does not begin with system:, which is Kubernetes' own");
        }
        else if (Ways.AccessEntry && AccessEntryUsername.WhatIsWrong(username) is { } wrong)
        {
            problems.Add("Username", username, wrong);
        }

        foreach (var template in Usernames.UnknownTemplates(username))
        {
            problems.Add("Username", template, $"one that is filled in: {string.Join(", ", Usernames.Templates)}");
        }
    }

    private void ValidateForAccessEntry(ConstructProblems problems)
    {
        foreach (var group in Groups.Refused)
        {
            problems.Add("Groups", group, $"no group of system: but {AccessEntryGroups.Masters} on an access entry, which refuses them");
        }

        foreach (var policy in Policies.GroupBy(policy => policy.Name).Where(same => same.Count() > 1))
        {
            problems.Add("AccessPolicies", policy.Key, "each policy once, with all its namespaces");
        }
    }

    private static Ways OfAccount(string account, Ways ways, ConstructProblems problems)
    {
        if (!ways.AwsAuth)
        {
            problems.Add("AccountId", account, "its roles and users one by one: access entries have none for a whole account");
        }

        return new(AwsAuth: true, AccessEntry: false);
    }

    private static IReadOnlyList<EntryPolicy> PoliciesOf(PrincipalMappingProps props, AccessEntryGroups groups)
    {
        var given = props.AccessPolicies ?? [];
        var isGiven = given.Any(policy => policy is { Name: AccessPolicy.ClusterAdmin, Namespaces: null });
        return groups.IsClusterAdmin && !isGiven ? [EntryPolicy.ClusterWide(AccessPolicy.ClusterAdmin), .. given] : given;
    }

    // What is wrong with an ARN is said where the properties are checked.
    private static PrincipalArn? Parsed(string? arn) =>
        arn is null || Token.IsUnresolved(arn) ? null : PrincipalArn.Parse("", arn, new ProblemList());
}
